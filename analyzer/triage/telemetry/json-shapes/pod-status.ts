import type { Observation } from '../observation.ts';
import { isObject, type JsonObject, type JsonShape, textOf, timeOf } from './json-shape.ts';

/** `kubectl get pods -o json`, and `docker inspect`: the containers that were killed for their memory. */
export const podStatus: JsonShape = {
  name: 'the state of containers killed because memory ran out, as JSON',
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
      .filter(({ reason }) => reason === 'OOMKilled')
      .map(({ startedAt, finishedAt }) =>
        end(
          [pod, textOf(container.name)].filter((part) => part !== undefined).join('/'),
          startedAt,
          finishedAt,
        ),
      ),
  );
}

function inspected({ Name, State }: JsonObject): readonly Observation[] {
  if (!isObject(State) || State.OOMKilled !== true) return [];
  return [end((textOf(Name) ?? '').replace(/^\//, ''), State.StartedAt, State.FinishedAt)];
}

function end(name: string, started: unknown, finished: unknown): Observation {
  const [from, at] = [timeOf(started), timeOf(finished)];
  return {
    ...(name === '' ? {} : { pid: name }),
    ...(at === undefined ? {} : { at }),
    ...(at === undefined || from === undefined ? {} : { uptime: Math.max(0, at - from) }),
    memory: {},
    end: { how: 'container', ...(name === '' ? {} : { name }) },
  };
}
