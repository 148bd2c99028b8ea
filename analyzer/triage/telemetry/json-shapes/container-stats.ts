import { sizeInLog } from '../amounts.ts';
import type { Observation } from '../observation.ts';
import { elementsOf, isObject, type JsonObject, type JsonShape, textOf, timeOf } from './json-shape.ts';

/** `docker stats --format json`, the same of podman, and the engine's own `/containers/ID/stats`. */
export const containerStats: JsonShape = {
  name: 'docker stats --format json',
  read(value) {
    const observations = elementsOf(value).flatMap(
      (container) => formatted(container) ?? ofEngine(container) ?? [],
    );
    return observations.length === 0 ? undefined : observations;
  },
};

function formatted(container: JsonObject): Observation | undefined {
  const usage = container.MemUsage ?? container.mem_usage;
  if (typeof usage !== 'string' || !/^[\d.]+\s?[A-Za-z]+ ?\//.test(usage.trim())) return undefined;
  const [rss, limit] = usage.split('/').map((size) => sizeInLog(size.trim()));
  const pid = textOf(container.Name ?? container.name ?? container.Container ?? container.ID);
  if (rss === undefined) return undefined;
  return {
    ...(pid === undefined ? {} : { pid }),
    memory: { rss, ...(limit === undefined ? {} : { cgroupUsage: rss, cgroupLimit: limit }) },
  };
}

function ofEngine({ memory_stats: stats, name, read }: JsonObject): Observation | undefined {
  if (!isObject(stats) || typeof stats.usage !== 'number') return undefined;
  const files = isObject(stats.stats)
    ? (stats.stats.inactive_file ?? stats.stats.total_inactive_file)
    : undefined;
  // The page cache that can go at once is no memory of the processes: `docker stats` leaves it out as well.
  const rss = stats.usage - (typeof files === 'number' && files < stats.usage ? files : 0);
  const at = timeOf(read);
  return {
    ...(typeof name === 'string' ? { pid: name.replace(/^\//, '') } : {}),
    ...(at === undefined ? {} : { at }),
    memory: {
      rss,
      cgroupUsage: rss,
      ...(typeof stats.limit === 'number' && stats.limit < 2 ** 60 ? { cgroupLimit: stats.limit } : {}),
    },
  };
}
