import { awaitedFunctions } from './limits.ts';

/** Whose turn it is to be visited. */
export class Turns<T> {
  readonly #all: readonly T[];
  readonly #visits = new Map<T, number>();
  readonly #missed = new Map<T, number>();

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
    }
  }

  /** Whether it was waited for in vain, and never visited. */
  isMissed(each: T): boolean {
    return this.#missed.has(each) && !this.#visits.has(each);
  }
}

function countOf<T>(counts: ReadonlyMap<T, number>, each: T): number {
  return counts.get(each) ?? 0;
}
