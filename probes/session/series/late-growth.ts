import type { Visit } from '../../../format/visit.ts';
import { signalLimits } from '../../../judgement/parameters/confidence.ts';
import { visitLimits } from '../../../judgement/parameters/visits.ts';

const toCompare = 2;

/**
 * The places that were met late and have been larger at each visit since: they are measured too seldom yet to be judged.
 */
export class LateGrowth {
  readonly #sizes = new Map<number, readonly number[]>();

  #last: ReadonlySet<number> = new Set();
  #before: ReadonlySet<number> = new Set();

  add({ places }: Visit): void {
    this.#before = this.#last;
    this.#last = new Set(places.map(({ id }) => id));
    for (const { id, size } of places) this.#sizes.set(id, [...(this.#sizes.get(id) ?? []), size]);
  }

  /** Whether it was measured at the last visit but one alone: what is there only while a call lasts is met by chance. */
  #isMissed(id: number): boolean {
    return this.#before.has(id) && !this.#last.has(id);
  }

  /** Whether one more visit may tell. */
  get isOpen(): boolean {
    return [...this.#sizes].some(
      ([id, sizes]) =>
        sizes.length >= toCompare &&
        (sizes.length < visitsNeeded(sizes) || this.#isMissed(id)) &&
        sizes.every((size, k) => k === 0 || size > sizes[k - 1]!),
    );
  }
}

function visitsNeeded(sizes: readonly number[]): number {
  const gained = sizes[sizes.length - 1]! - sizes[0]!;
  return gained < signalLimits.veryFewEntries ? visitLimits.visitsOfFew : visitLimits.fewestVisits;
}
