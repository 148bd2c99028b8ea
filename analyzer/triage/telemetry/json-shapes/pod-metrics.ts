import { sizeInLog } from '../amounts.ts';
import type { Observation } from '../observation.ts';
import { isObject, type JsonObject, type JsonShape, textOf, timeOf } from './json-shape.ts';

/** `kubectl get --raw /apis/metrics.k8s.io/…`: the working set of each container. */
export const podMetrics: JsonShape = {
  name: 'responses of metrics.k8s.io',
  read(value) {
    if (!isObject(value)) return undefined;
    const pods = Array.isArray(value.items) ? value.items.filter(isObject) : [value];
    const observations = pods.flatMap(containersOf);
    return observations.length === 0 ? undefined : observations;
  },
};

function containersOf(pod: JsonObject): readonly Observation[] {
  if (!Array.isArray(pod.containers)) return [];
  const name = isObject(pod.metadata) ? textOf(pod.metadata.name) : undefined;
  const at = timeOf(pod.timestamp);
  return pod.containers.filter(isObject).flatMap((container) => {
    const memory = isObject(container.usage) ? textOf(container.usage.memory) : undefined;
    const rss = memory === undefined ? undefined : sizeInLog(memory);
    if (rss === undefined) return [];
    const pid = [name, textOf(container.name)].filter((part) => part !== undefined).join('/');
    return [{ pid, ...(at === undefined ? {} : { at }), memory: { rss } }];
  });
}
