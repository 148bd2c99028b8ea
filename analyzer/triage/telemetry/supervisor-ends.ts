import type { EpochMillis, Millis } from '../../../format/units.ts';
import { sizeInLog } from './amounts.ts';
import type { Columns } from './columns.ts';
import type { Observation } from './observation.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

/** `kubectl get pods -w`: `api-6b7f9c5d4-x2x9k   0/1   OOMKilled   3 (2m ago)   17m`. */
const podRow = /^(?:[\w.-]{1,120} {1,80})?([\w.-]{1,120}) {1,80}\d{1,3}\/\d{1,3} {1,80}OOMKilled\b/;
const systemd =
  /^([\w@.\\:-]{1,120}): (?:Failed with result 'oom-kill'|A process of this unit has been killed by the OOM killer)/;
const pm2 =
  /\bProcess (\S{1,60}) restarted because it exceeds --max-memory-restart value \(current_memory=(\d{1,20}) max_memory_limit=(\d{1,20})/;
/** `kubectl describe pod`: the state of a container, several lines long. */
const reason = /^\s{0,40}Reason:\s{1,40}OOMKilled\s*$/;
const stateTime = /^\s{0,40}(Started|Finished):\s{1,40}(.{8,60})$/;
const podName = /^Name:\s{1,40}([\w.-]{1,120})\s*$/;

/** Containers, units and programs that their supervisor ended for their memory: Kubernetes, systemd, pm2. */
export const supervisorEnds: TelemetryFormat = {
  name: 'containers and services killed because memory ran out (Kubernetes, systemd, pm2)',
  open(_head, columns) {
    const described = describedPod(columns);
    return {
      read(line, aside) {
        const end = endIn(line);
        if (end === undefined) return described.read(line, aside);
        return [{ ...end, ...(aside.at === undefined ? {} : { at: aside.at }) }];
      },
      end: () => described.end!(),
    };
  },
};

function endIn(line: string): Observation | undefined {
  const pod = podRow.exec(line);
  if (pod !== null) return { pid: pod[1], memory: {}, end: { how: 'container', name: pod[1] } };
  const unit = systemd.exec(line);
  // The first of the two lines counts; the other one says the same.
  if (unit !== null && line.includes('Failed'))
    return { pid: unit[1], memory: {}, end: { how: 'container', name: unit[1] } };
  const program = pm2.exec(line);
  if (program === null) return undefined;
  const [, name, size, limit] = program;
  const end = { how: 'restart-limit' as const, name, size: Number(size), limit: sizeInLog(limit) ?? 0 };
  return { pid: name, memory: {}, end };
}

function describedPod(columns: Columns): LineReader {
  let name: string | undefined;
  let started: EpochMillis | undefined;
  let isKilled = false;

  function end(finished?: EpochMillis): readonly Observation[] {
    if (!isKilled) return [];
    isKilled = false;
    const uptime: Millis | undefined =
      finished === undefined || started === undefined ? undefined : Math.max(0, finished - started);
    return [
      {
        ...(name === undefined ? {} : { pid: name }),
        ...(finished === undefined ? {} : { at: finished }),
        ...(uptime === undefined ? {} : { uptime }),
        memory: {},
        end: { how: 'container', ...(name === undefined ? {} : { name }) },
      },
    ];
  }

  return {
    read(line) {
      if (reason.test(line)) {
        const before = end();
        isKilled = true;
        started = undefined;
        return before;
      }
      const time = isKilled ? stateTime.exec(line) : null;
      if (time !== null) {
        const at = columns.moments.find(time[2]);
        if (time[1] === 'Finished') return end(at);
        started = at;
        return [];
      }
      name = podName.exec(line)?.[1] ?? name;
      return undefined;
    },
    end: () => end(),
  };
}
