import type { MemorySample } from '../../format/memory-sample.ts';
import type { Millis } from '../../format/units.ts';

/** So many say as much about days as all of them would. */
const mostRecent = 400;
const mostOlder = 800;
const firstWidth: Millis = 1_000;

/**
 * The samples of hours to days in bounded memory: the recent ones as they came, and of the older ones one for each
 * stretch of time, all equally long. It is the one with the smallest heap, because what lives on is read from the
 * floor; marks of captures always stay.
 */
export class ThinnedSamples {
  #older: MemorySample[] = [];
  #recent: MemorySample[] = [];
  #width: Millis = firstWidth;

  get all(): readonly MemorySample[] {
    return [...this.#older, ...this.#recent];
  }

  add(sample: MemorySample): void {
    this.#recent.push(sample);
    if (this.#recent.length <= mostRecent) return;
    const last = this.#older.splice(-1);
    this.#older.push(...joined([...last, this.#recent.shift()!], this.#width));
    while (this.#older.length > mostOlder) {
      this.#width *= 2;
      this.#older = joined(this.#older, this.#width);
    }
  }
}

/** One sample of each stretch of so long. */
function joined(samples: readonly MemorySample[], width: Millis): MemorySample[] {
  const kept: MemorySample[] = [];
  for (const sample of samples) {
    const last = kept.at(-1);
    const same = last !== undefined && Math.floor(last.at / width) === Math.floor(sample.at / width);
    if (!same || last.mark !== undefined || sample.mark !== undefined) kept.push(sample);
    else if (heapOf(sample) < heapOf(last)) kept[kept.length - 1] = sample;
  }
  return kept;
}

function heapOf({ heapUsed }: MemorySample): number {
  return heapUsed ?? Number.POSITIVE_INFINITY;
}
