import { counted } from '../../../format/quantities.ts';
import type { Millis } from '../../../format/units.ts';
import { UserError } from '../../../format/user-error.ts';
import type { LifeEnd } from '../life-end.ts';
import type { MappedColumn } from './column-map.ts';
import { linesOf } from './lines.ts';
import { oneDeathEach } from './one-death.ts';
import type { ProcessHistory, ProcessReadings } from './process-history.ts';
import type { Reading } from './process-track.ts';
import { TelemetryFile } from './telemetry-file.ts';

/** A file or a stream, decoded. */
export interface TelemetrySource {
  readonly name: string;
  readonly chunks: AsyncIterable<string>;
}

export interface TelemetryOptions {
  readonly columns?: readonly MappedColumn[];
  /** Time between two lines of a process, for telemetry that does not carry its time. */
  readonly every?: Millis;
  /** Only this process; for containers their name. */
  readonly pid?: string;
}

export interface LoggedProcess {
  /** Absent if the telemetry does not name processes. */
  readonly pid?: string;
  /** The program or unit whose process it is: its next life has another pid. */
  readonly service?: string;
  /** In order of time. */
  readonly readings: readonly Reading[];
  /** How its lives ended, as far as the telemetry tells. */
  readonly ends?: readonly LifeEnd[];
  /** Nothing told a time: one reading follows the other by an hour, and rates are per sample. */
  readonly timeless?: true;
}

export interface Telemetry {
  readonly processes: readonly LoggedProcess[];
  /** What was assumed, torn or left out, in words for the reader. */
  readonly limits: readonly string[];
}

/**
 * Reads memory telemetry of other tools. Files of one call belong together, as rotated logs do; of what
 * size they are does not matter.
 * @throws UserError `not-telemetry`, `unknown-unit`, `no-time`, `no-such-column` or `no-such-pid` if nothing can
 *   be judged, each with what would help
 */
export async function readTelemetry(
  sources: readonly TelemetrySource[],
  options: TelemetryOptions = {},
): Promise<Telemetry> {
  const histories = new Map<string, ProcessHistory>();
  const limits: string[] = [];
  const faults: UserError[] = [];
  for (const source of sources) {
    const file = new TelemetryFile(source.name, options, histories);
    for await (const line of linesOf(source.chunks)) file.take(line);
    file.end();
    limits.push(...file.limits());
    faults.push(...file.fault());
  }
  if (histories.size === 0) throw faults[0];
  const processes = [...histories].map(([pid, history]) => ({
    pid,
    ...(history.service === undefined ? {} : { service: history.service }),
    ...history.result(),
  }));
  return {
    processes: oneDeathEach(chosen(processes, options.pid).map(asObserved)),
    limits: [...limits, ...faults.map(({ message }) => message), ...processesInWords(processes)],
  };
}

type Process = ProcessReadings & { readonly pid: string; readonly service?: string };

function chosen(processes: readonly Process[], wanted: string | undefined): readonly Process[] {
  if (wanted === undefined) return processes;
  const one = processes.filter(({ pid }) => pid === wanted);
  if (one.length > 0) return one;
  const known = processes.map(({ pid }) => pid).filter((pid) => pid !== '');
  throw new UserError(
    'no-such-pid',
    `there is no process ${wanted} in this telemetry`,
    known.length === 0
      ? 'its lines do not name processes: omit --pid'
      : `name one of ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`,
  );
}

function asObserved({ pid, service, readings, ends, timeless }: Process): LoggedProcess {
  return {
    readings,
    ...(pid === '' ? {} : { pid }),
    ...(service === undefined ? {} : { service }),
    ...(ends.length === 0 ? {} : { ends }),
    ...(timeless ? { timeless } : {}),
  };
}

/** Times of that many stamps are worth naming. */
const namedTimes = 3;

function processesInWords(processes: readonly Process[]): string[] {
  const sum = (read: (process: Process) => number) =>
    processes.reduce((total, process) => total + read(process), 0);
  const duplicates = sum(({ track }) => track.duplicates);
  const outOfOrder = sum(({ track }) => track.outOfOrder);
  const unplaced = sum((process) => process.unplaced);
  const stray = processes.flatMap((process) => process.stray);
  const thinned = processes.filter(({ track }) => track.thinned).map(({ track }) => track);
  const total = thinned.reduce((all, track) => all + track.total, 0);
  const largest = Math.max(...thinned.map(({ groupSize }) => groupSize));
  return [
    ...(duplicates === 0 ? [] : [`${counted(duplicates, 'duplicate line')} not used`]),
    ...(outOfOrder === 0 ? [] : [`${counted(outOfOrder, 'line')} out of order, sorted by time`]),
    ...(unplaced === 0 ? [] : [`${counted(unplaced, 'line')} without a time, not used`]),
    ...(stray.length === 0
      ? []
      : [
          `${counted(stray.length, 'line')} with a time far from all others, not used (${stray.slice(0, namedTimes).map(dateInWords).join(', ')})`,
        ]),
    ...(thinned.length === 0
      ? []
      : [`${counted(total, 'sample')} thinned: the lowest and the highest of each ${largest} are used`]),
    ...(processes.some(({ timeless, readings }) => timeless && readings.length > 1)
      ? ['no line has a time: rates are per sample (--every 10s sets the time between samples)']
      : []),
  ];
}

function dateInWords(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString().slice(0, 10);
}
