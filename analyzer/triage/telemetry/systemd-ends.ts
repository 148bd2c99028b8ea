import type { EpochMillis } from '../../../format/units.ts';
import type { LifeEnd } from '../life-end.ts';
import type { Observation } from './observation.ts';
import { endOfExitCode, endOfSignal } from './signal-ends.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const unitName = String.raw`([\w@.\\:-]{1,120}\.(?:service|scope))`;
const started = new RegExp(String.raw`^Started ${unitName}\b`);
const oomKilled = new RegExp(`^${unitName}: A process of this unit has been killed by the OOM killer`);
const exited = new RegExp(
  String.raw`^${unitName}: Main process exited, code=(killed|dumped|exited), status=(\d{1,3})(?:\/([A-Z0-9]{1,20}))?`,
);
const failed = new RegExp(`^${unitName}: Failed with result '([a-z-]{1,20})'`);

type End = Omit<LifeEnd, 'at' | 'age'>;

interface Unit {
  startedAt?: EpochMillis | undefined;
  /** What was told of its end so far. */
  end?: End | undefined;
  endedAt?: EpochMillis | undefined;
}

/**
 * What systemd says of a service that ends, in up to three lines: the killer of the kernel, the signal, and the result,
 * which comes last and counts.
 */
export const systemdEnds: TelemetryFormat = {
  name: "systemd's notices of services that were killed or crashed",
  open() {
    const units = new Map<string, Unit>();
    const of = (name: string): Unit => {
      const unit = units.get(name) ?? {};
      units.set(name, unit);
      return unit;
    };
    return {
      read(line, { at }) {
        const start = started.exec(line);
        if (start !== null) return [...told(start[1], of(start[1])), ...begin(of(start[1]), at)];
        const oom = oomKilled.exec(line);
        if (oom !== null) return note(of(oom[1]), { how: 'container', name: oom[1] }, at);
        const exit = exited.exec(line);
        if (exit !== null) return note(of(exit[1]), endOfExit(exit), at);
        const result = failed.exec(line);
        if (result === null) return undefined;
        const [, name, how] = result;
        note(of(name), endOfResult(name, how), at);
        return told(name, of(name));
      },
      end: () => [...units].flatMap(([name, unit]) => told(name, unit)),
    };
  },
};

function begin(unit: Unit, at: EpochMillis | undefined): readonly Observation[] {
  unit.startedAt = at;
  return [];
}

/** The kernel's killer says more than the signal that it sent. */
function note(unit: Unit, end: End | undefined, at: EpochMillis | undefined): readonly Observation[] {
  if (end === undefined) return [];
  if (unit.end?.how !== 'container') unit.end = end;
  unit.endedAt ??= at;
  return [];
}

function told(name: string, unit: Unit): readonly Observation[] {
  const { end, endedAt, startedAt } = unit;
  unit.end = undefined;
  unit.endedAt = undefined;
  unit.startedAt = undefined;
  if (end === undefined) return [];
  return [
    {
      pid: name,
      ...(endedAt === undefined ? {} : { at: endedAt }),
      ...(endedAt === undefined || startedAt === undefined || endedAt < startedAt
        ? {}
        : { uptime: endedAt - startedAt }),
      memory: {},
      end,
    },
  ];
}

function endOfExit([, name, code, status, signal]: RegExpExecArray): End | undefined {
  const end =
    code === 'exited'
      ? endOfExitCode(Number(status))
      : endOfSignal(`SIG${(signal ?? '').replace(/^SIG/, '')}`);
  return end === undefined ? undefined : { ...end, name };
}

function endOfResult(name: string, result: string): End | undefined {
  if (result === 'oom-kill') return { how: 'container', name };
  if (result === 'watchdog') return { how: 'killed', name, reason: 'it did not answer its watchdog' };
  return undefined;
}
