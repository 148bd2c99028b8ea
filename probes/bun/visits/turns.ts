import { awaitedFunctions, differentCalls } from './limits.ts';

/** Whose turn it is to be visited. */
export class Turns<T> {
  readonly #all: readonly T[];
  readonly #visits = new Map<T, number>();
  readonly #missed = new Map<T, number>();
  /** Those that were not met in time when they were waited for last. */
  readonly #late = new Set<T>();

  /** @param all the likeliest first */
  constructor(all: readonly T[]) {
    this.#all = all;
  }

  /** Those that were visited least; of these, those that were waited for in vain come last. */
  next(): { readonly first: readonly T[]; readonly others: readonly T[] } {
    const sorted = this.#all.toSorted(
      (a, b) =>
        countOf(this.#visits, a) - countOf(this.#visits, b) ||
        countOf(this.#missed, a) - countOf(this.#missed, b),
    );
    const least = sorted.filter((each) => countOf(this.#visits, each) === countOf(this.#visits, sorted[0]!));
    const first = least.slice(0, awaitedFunctions);
    const others = sorted.filter((each) => !first.includes(each)).slice(0, awaitedFunctions);
    return { first, others };
  }

  tried(awaited: readonly T[], visited: ReadonlySet<T>): void {
    for (const each of awaited) {
      const counts = visited.has(each) ? this.#visits : this.#missed;
      counts.set(each, countOf(counts, each) + 1);
      if (visited.has(each)) this.#late.delete(each);
      else this.#late.add(each);
    }
  }

  /**
   * How many calls to leave alone before the next visit: of the calls in one turn of the event loop, the first one may
   * always be for the same object.
   */
  skippedCalls(each: T): number {
    return this.#late.has(each) ? 0 : countOf(this.#visits, each) % differentCalls;
  }

  /** Whether it was waited for in vain, and never visited. */
  isMissed(each: T): boolean {
    return this.#missed.has(each) && !this.#visits.has(each);
  }
}

function countOf<T>(counts: ReadonlyMap<T, number>, each: T): number {
  return counts.get(each) ?? 0;
}
