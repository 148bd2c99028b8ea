import type { LifeEnd } from '../../life-end.ts';
import type { Observation } from '../observation.ts';
import { endOfExitCode } from '../signal-ends.ts';
import { isObject, type JsonObject, type JsonShape, textOf, timeOf } from './json-shape.ts';

/** `kubectl get pods -o json`, and `docker inspect`: the containers that were killed, for their memory or not. */
export const podStatus: JsonShape = {
  name: 'the state of containers that were killed, as JSON',
  read(value) {
    const pods = Array.isArray(value)
      ? value
      : isObject(value) && Array.isArray(value.items)
        ? value.items
        : [value];
    const ends = pods.filter(isObject).flatMap((pod) => [...killedIn(pod), ...inspected(pod)]);
    return ends.length === 0 ? undefined : ends;
  },
};

function killedIn({ metadata, status }: JsonObject): readonly Observation[] {
  if (!isObject(status) || !Array.isArray(status.containerStatuses)) return [];
  const pod = isObject(metadata) ? textOf(metadata.name) : undefined;
  return status.containerStatuses.filter(isObject).flatMap((container) =>
    [container.state, container.lastState]
      .flatMap((state) => (isObject(state) && isObject(state.terminated) ? [state.terminated] : []))
      .flatMap(({ reason, exitCode, startedAt, finishedAt }) =>
        end([pod, textOf(container.name)].filter((part) => part !== undefined).join('/'), {
          startedAt,
          finishedAt,
          how: reason === 'OOMKilled' ? ofMemory : endOfExitCode(Number(exitCode)),
        }),
      ),
  );
}

function inspected({ Name, State, HostConfig }: JsonObject): readonly Observation[] {
  if (!isObject(State)) return [];
  const { OOMKilled, Running, ExitCode, StartedAt: startedAt, FinishedAt: finishedAt } = State;
  const limit = isObject(HostConfig) && typeof HostConfig.Memory === 'number' ? HostConfig.Memory : 0;
  const how = OOMKilled === true ? { ...ofMemory, ...(limit > 0 ? { limit } : {}) } : undefined;
  const stopped = Running === true ? undefined : endOfExitCode(Number(ExitCode));
  return end((textOf(Name) ?? '').replace(/^\//, ''), { startedAt, finishedAt, how: how ?? stopped });
}

const ofMemory = { how: 'container' } as const;

interface Stopped {
  readonly startedAt: unknown;
  readonly finishedAt: unknown;
  readonly how: Pick<LifeEnd, 'how' | 'signal' | 'limit'> | undefined;
}

function end(name: string, { startedAt, finishedAt, how }: Stopped): readonly Observation[] {
  if (how === undefined) return [];
  const [from, at] = [timeOf(startedAt), timeOf(finishedAt)];
  const observation: Observation = {
    ...(name === '' ? {} : { pid: name }),
    ...(at === undefined ? {} : { at }),
    ...(at === undefined || from === undefined ? {} : { uptime: Math.max(0, at - from) }),
    memory: {},
    end: { ...how, ...(name === '' ? {} : { name }) },
  };
  return [observation];
}
