import { closeSync, openSync, readSync } from 'node:fs';

const entrySize = 8;
/** In the highest byte of an entry: the page is in memory, or in swap. */
const presentOrSwapped = 0xc0;
/** Pages this close are read in one go. */
const gap = 512;
const mostAtOnce = 32_768;

/** Which pages of a process have memory, by `/proc/PID/pagemap`. */
export class ResidentPages {
  readonly #file: number;
  #isOpen = true;

  private constructor(file: number) {
    this.#file = file;
  }

  /** @returns undefined if it may not be read, or the process is gone */
  static open(pid: number): ResidentPages | undefined {
    try {
      return new ResidentPages(openSync(`/proc/${pid}/pagemap`, 'r'));
    } catch {
      return undefined;
    }
  }

  /**
   * Those of the pages that have no memory.
   * @param pages in any order
   * @returns undefined if the process is gone
   */
  absent(pages: Iterable<number>): readonly number[] | undefined {
    const sorted = Float64Array.from(pages).sort();
    const absent: number[] = [];
    for (let from = 0; from < sorted.length; ) {
      const to = endOfRun(sorted, from);
      const entries = this.#read(sorted[from]!, sorted[to - 1]! + 1);
      if (entries === undefined) return undefined;
      for (let at = from; at < to; at++) {
        if (!isPresent(entries, sorted[at]! - sorted[from]!)) absent.push(sorted[at]!);
      }
      from = to;
    }
    return absent;
  }

  /** Neighbors that have memory: the first page of each run, and the page after its last. */
  *runs(first: number, end: number): Iterable<[first: number, end: number]> {
    let begun: number | undefined;
    for (let from = first; from < end; from += mostAtOnce) {
      const to = Math.min(end, from + mostAtOnce);
      const entries = this.#read(from, to) ?? Buffer.alloc(0);
      for (let page = from; page < to; page++) {
        const isThere = isPresent(entries, page - from);
        if (isThere && begun === undefined) begun = page;
        if (isThere || begun === undefined) continue;
        yield [begun, page];
        begun = undefined;
      }
    }
    if (begun !== undefined) yield [begun, end];
  }

  /** Once: by then, the number may be another file's. */
  close(): void {
    if (this.#isOpen) closeSync(this.#file);
    this.#isOpen = false;
  }

  /** @returns less if addresses end before, undefined if nothing can be read */
  #read(first: number, end: number): Buffer | undefined {
    const entries = Buffer.allocUnsafe((end - first) * entrySize);
    try {
      const length = readSync(this.#file, entries, 0, entries.length, first * entrySize);
      // A process that ended has no page of its own, and its file is empty.
      return length === 0 ? undefined : entries.subarray(0, length);
    } catch {
      return undefined;
    }
  }
}

function endOfRun(sorted: Float64Array, from: number): number {
  let to = from + 1;
  while (
    to < sorted.length &&
    sorted[to]! - sorted[to - 1]! <= gap &&
    sorted[to]! - sorted[from]! < mostAtOnce
  )
    to += 1;
  return to;
}

function isPresent(entries: Buffer, entry: number): boolean {
  return ((entries[entry * entrySize + entrySize - 1] ?? 0) & presentOrSwapped) !== 0;
}
