import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { LifeEnd } from '../life-end.ts';
import { sizeInLog } from './amounts.ts';
import type { Columns } from './columns.ts';
import type { Observation } from './observation.ts';
import { endOfExitCode } from './signal-ends.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

/** `kubectl get pods -w`: `api-6b7f9c5d4-x2x9k   0/1   OOMKilled   3 (2m ago)   17m`. */
const podRow = /^(?:[\w.-]{1,120} {1,80})?([\w.-]{1,120}) {1,80}\d{1,3}\/\d{1,3} {1,80}OOMKilled\b/;
const pm2 =
  /\bProcess (\S{1,60}) restarted because it exceeds --max-memory-restart value \(current_memory=(\d{1,20}) max_memory_limit=(\d{1,20})/;
/** `kubectl describe pod`: the state of a container, several lines long. */
const reason = /^\s{0,40}Reason:\s{1,40}(OOMKilled|Error)\s*$/;
const exitCode = /^\s{0,40}Exit Code:\s{1,40}(\d{1,3})\s*$/;
const stateTime = /^\s{0,40}(Started|Finished):\s{1,40}(.{8,60})$/;
const podName = /^Name:\s{1,40}([\w.-]{1,120})\s*$/;

/** Containers and programs that their supervisor ended: Kubernetes, pm2. */
export const supervisorEnds: TelemetryFormat = {
  name: 'containers and services killed because memory ran out (Kubernetes, pm2)',
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
  const program = pm2.exec(line);
  if (program === null) return undefined;
  const [, name, size, limit] = program;
  const end = { how: 'restart-limit' as const, name, size: Number(size), limit: sizeInLog(limit) ?? 0 };
  return { pid: name, memory: {}, end };
}

type End = Pick<LifeEnd, 'how' | 'signal'>;

function describedPod(columns: Columns): LineReader {
  let name: string | undefined;
  let started: EpochMillis | undefined;
  /** Of the state that is being read. */
  let state: { end?: End | undefined } | undefined;

  function end(finished?: EpochMillis): readonly Observation[] {
    const how = state?.end;
    state = undefined;
    if (how === undefined) return [];
    const uptime: Millis | undefined =
      finished === undefined || started === undefined ? undefined : Math.max(0, finished - started);
    return [
      {
        ...(name === undefined ? {} : { pid: name }),
        ...(finished === undefined ? {} : { at: finished }),
        ...(uptime === undefined ? {} : { uptime }),
        memory: {},
        end: { ...how, ...(name === undefined ? {} : { name }) },
      },
    ];
  }

  return {
    read(line) {
      const why = reason.exec(line);
      if (why !== null) {
        const before = end();
        state = why[1] === 'OOMKilled' ? { end: { how: 'container' } } : {};
        started = undefined;
        return before;
      }
      const code = state === undefined ? null : exitCode.exec(line);
      if (code !== null) {
        state = { end: state?.end ?? endOfExitCode(Number(code[1])) };
        return [];
      }
      const time = state === undefined ? null : stateTime.exec(line);
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
