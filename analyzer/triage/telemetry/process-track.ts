import type { MemorySample } from '../../../format/memory-sample.ts';
import type { EpochMillis } from '../../../format/units.ts';

/** One sample of telemetry, with the start of its process where that is known. */
export interface Reading {
  readonly sample: MemorySample;
  readonly startedAt?: EpochMillis;
}

/** Twice as many are held at most: enough that windows and valleys of a day come out the same. */
const kept = 8_192;
const group = 4;

/**
 * All that was read of one process, in bounded memory. A long series is thinned by keeping of each four neighbours the
 * lowest and the highest: floors, peaks and restarts stay what they are.
 */
export class ProcessTrack {
  #readings: Reading[] = [];
  #latest = Number.NEGATIVE_INFINITY;
  /** Lines that stood behind later ones. */
  outOfOrder = 0;
  duplicates = 0;
  thinned = false;
  total = 0;

  add(reading: Reading): void {
    this.total++;
    if (reading.sample.at < this.#latest) this.outOfOrder++;
    else this.#latest = reading.sample.at;
    this.#readings.push(reading);
    if (this.#readings.length < 2 * kept) return;
    this.#settle();
    if (this.#readings.length < 2 * kept - kept / 4) return;
    this.#readings = thin(this.#readings);
    this.thinned = true;
  }

  /** In order of time, each once. */
  readings(): readonly Reading[] {
    this.#settle();
    return this.#readings;
  }

  #settle(): void {
    const sorted = this.#readings.sort((a, b) => a.sample.at - b.sample.at);
    const single = sorted.filter((reading, i) => i === 0 || !isSame(reading.sample, sorted[i - 1].sample));
    this.duplicates += sorted.length - single.length;
    this.#readings = single;
  }
}

function isSame(a: MemorySample, b: MemorySample): boolean {
  return a.at === b.at && JSON.stringify(a) === JSON.stringify(b);
}

function thin(readings: readonly Reading[]): Reading[] {
  const thinned: Reading[] = [];
  for (let i = 0; i < readings.length; i += group) {
    const four = readings.slice(i, i + group);
    const low = four.reduce((least, each) => (levelOf(each) < levelOf(least) ? each : least));
    const high = four.reduce((most, each) => (levelOf(each) >= levelOf(most) ? each : most));
    thinned.push(...four.filter((each) => each === low || each === high));
  }
  return thinned;
}

function levelOf({ sample }: Reading): number {
  return sample.heapUsed ?? sample.rss ?? sample.rssAnonymous ?? 0;
}
