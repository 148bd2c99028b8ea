import { pageSize } from './page-births.ts';
import type { ResidentPages } from './resident-pages.ts';

/** More address space than this at once is not read: what is reserved there is no memory. */
const largestRange = 8 * 2 ** 30;

/** The pages that had memory when the recording began: what touches them again does not make the process larger. */
export class InitialPages {
  /** First page and end of each run, one after the other. */
  readonly #runs: Float64Array;

  private constructor(runs: readonly number[]) {
    this.#runs = Float64Array.from(runs);
  }

  static none = new InitialPages([]);

  /** @param ranges in the order of addresses */
  static read(
    pages: ResidentPages,
    ranges: ReadonlyArray<{ readonly start: number; readonly end: number; readonly resident: number }>,
  ): InitialPages {
    const runs: number[] = [];
    for (const { start, end, resident } of ranges) {
      if (resident === 0 || end - start > largestRange) continue;
      for (const [first, last] of pages.runs(start / pageSize, end / pageSize)) runs.push(first, last);
    }
    return new InitialPages(runs);
  }

  has(page: number): boolean {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#runs[middle]! <= page) low = middle + 1;
      else high = middle;
    }
    // Beyond a start and not yet beyond an end.
    return low % 2 === 1;
  }

  /** How many of them have no memory now. */
  released(pages: ResidentPages): number {
    let released = 0;
    for (let run = 0; run < this.#runs.length; run += 2) {
      const [first, end] = [this.#runs[run]!, this.#runs[run + 1]!];
      let there = 0;
      for (const [from, to] of pages.runs(first, end)) there += to - from;
      released += end - first - there;
    }
    return released;
  }
}
