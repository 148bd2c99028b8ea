import type { MemorySample } from '../../format/memory-sample.ts';
import type { TimeLeft } from '../../format/memory-trend.ts';
import type { Bytes, Millis } from '../../format/units.ts';

export interface Rates {
  /** Growth of the JavaScript heap, bytes per hour. */
  readonly heap: number;
  /** Growth of everything that the target and its children take, bytes per hour. */
  readonly all: number;
}

const hour: Millis = 3_600_000;
/** At a measured rate nobody can say what happens in a year. */
const farthest: Millis = 365 * 24 * hour;

/**
 * How long until each limit at the measured rates, the soonest first; limits that are not approached are left out.
 *
 * @param given what the target and its children may take at most, where a person knows better
 */
export function timeLeft(samples: readonly MemorySample[], rates: Rates, given?: Bytes): readonly TimeLeft[] {
  const room = (limit: Bytes | undefined, used: Bytes | undefined): Bytes | undefined =>
    limit === undefined || used === undefined ? undefined : Math.max(0, limit - used);
  const heapUsed = last(samples, (sample) => sample.heapUsed);
  const heapLimit = last(samples, (sample) => sample.heapLimit);
  const cgroupUsage = last(samples, (sample) => sample.cgroupUsage);
  const cgroupLimit = last(samples, (sample) => sample.cgroupLimit);
  const machine = last(samples, (sample) => sample.machineAvailable);
  const taken = last(samples, ({ rss, heapTotal, heapUsed, childrenRss = 0 }) => {
    const own = rss ?? heapTotal ?? heapUsed;
    return own === undefined ? undefined : own + childrenRss;
  });
  return [
    ...until('heap limit', room(heapLimit, heapUsed), rates.heap),
    ...until('cgroup limit', room(cgroupLimit, cgroupUsage), rates.all),
    ...until('memory of the machine', machine, rates.all),
    ...until('given limit', room(given, taken), rates.all),
  ].sort((a, b) => a.left - b.left);
}

function until(limit: TimeLeft['limit'], room: Bytes | undefined, rate: number): TimeLeft[] {
  if (room === undefined || rate <= 0) return [];
  const left = (room / rate) * hour;
  return left > farthest ? [] : [{ limit, room, left }];
}

function last(
  samples: readonly MemorySample[],
  read: (sample: MemorySample) => number | undefined,
): number | undefined {
  const sample = samples.findLast((candidate) => read(candidate) !== undefined);
  return sample === undefined ? undefined : read(sample);
}
