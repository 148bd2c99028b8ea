import type { MemorySample } from '../../../format/memory-sample.ts';
import type { EpochMillis, Millis } from '../../../format/units.ts';

/** One sample of telemetry, with the start of its process where that is known. */
export interface Reading {
  readonly sample: MemorySample;
  readonly startedAt?: EpochMillis;
}

/** Enough that windows and valleys of a day come out the same; a log below it is kept whole. */
const kept = 8_192;
/** The readings of a group that stand for it are its lowest and its highest. */
const perGroup = 2;
/** A stamp so far from the line before it is no line out of order, but no time of this log. */
const otherTime: Millis = 30 * 86_400_000;

/** Neighbors in time of which the lowest and the highest are left. */
interface Group {
  readonly low: Reading;
  readonly high: Reading;
}

/**
 * All that was read of one process, in bounded memory. A long series is thinned by keeping the lowest and the highest
 * of each group of neighbors: floors, peaks and restarts stay what they are. All groups are of one size, which doubles
 * when there are too many of them: the start of a log is kept as finely as its end.
 */
export class ProcessTrack {
  #fresh: Reading[] = [];
  #groups: Group[] = [];
  #latest = Number.NEGATIVE_INFINITY;
  /** How many readings a group stands for, once there are groups. */
  groupSize = 4;
  /** Lines that stood behind later ones. */
  outOfOrder = 0;
  duplicates = 0;
  total = 0;

  get thinned(): boolean {
    return this.#groups.length > 0;
  }

  add(reading: Reading): void {
    this.total++;
    this.#order(reading.sample.at);
    this.#fresh.push(reading);
    if (this.#fresh.length < 2 * kept) return;
    this.#settle();
    if (this.#fresh.length < 2 * kept - kept / 4) return;
    this.#groups.push(...groupsOf(this.#fresh, this.groupSize));
    this.#fresh = [];
    while (this.#groups.length * perGroup > 2 * kept) this.#coarsen();
  }

  /** In order of time, each once. */
  readings(): readonly Reading[] {
    this.#settle();
    if (!this.thinned) return this.#fresh;
    const groups = [...this.#groups, ...groupsOf(this.#fresh, this.groupSize)];
    return groups.flatMap(inOrder).sort(byTime);
  }

  #coarsen(): void {
    this.groupSize *= 2;
    this.#groups = this.#groups.flatMap((group, i, all) =>
      i % 2 === 1 ? [] : all[i + 1] === undefined ? [group] : [joined(group, all[i + 1])],
    );
  }

  #order(at: EpochMillis): void {
    if (at < this.#latest && this.#latest - at < otherTime) this.outOfOrder++;
    else if (at > this.#latest && (at - this.#latest < otherTime || !Number.isFinite(this.#latest)))
      this.#latest = at;
  }

  #settle(): void {
    const sorted = this.#fresh.sort(byTime);
    const single = sorted.filter((reading, i) => i === 0 || !isSame(reading.sample, sorted[i - 1].sample));
    this.duplicates += sorted.length - single.length;
    this.#fresh = single;
  }
}

function byTime(a: Reading, b: Reading): number {
  return a.sample.at - b.sample.at;
}

function isSame(a: MemorySample, b: MemorySample): boolean {
  return a.at === b.at && JSON.stringify(a) === JSON.stringify(b);
}

function groupsOf(readings: readonly Reading[], size: number): Group[] {
  const groups: Group[] = [];
  for (let i = 0; i < readings.length; i += size) {
    const [first, ...more] = readings.slice(i, i + size);
    groups.push(
      more.reduce((group, reading) => joined(group, { low: reading, high: reading }), alone(first)),
    );
  }
  return groups;
}

function alone(reading: Reading): Group {
  return { low: reading, high: reading };
}

function joined(a: Group, b: Group): Group {
  return {
    low: levelOf(b.low) < levelOf(a.low) ? b.low : a.low,
    high: levelOf(b.high) >= levelOf(a.high) ? b.high : a.high,
  };
}

function inOrder({ low, high }: Group): readonly Reading[] {
  if (low === high) return [low];
  return low.sample.at <= high.sample.at ? [low, high] : [high, low];
}

function levelOf({ sample }: Reading): number {
  const { heapUsed, rss, rssAnonymous, cgroupUsage, machineUsed, heapTotal, virtualSize, swap } = sample;
  return (
    heapUsed ?? rss ?? rssAnonymous ?? cgroupUsage ?? machineUsed ?? heapTotal ?? virtualSize ?? swap ?? 0
  );
}
