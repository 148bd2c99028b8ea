import type { PeakMoment, PeakProcess } from '../../format/peak-moment.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { host } from '../host/this-host.ts';
import { descendants } from '../target/descendants.ts';
import { processName } from './process-name.ts';

/** Finding the processes costs more than asking each for its memory. */
const findEvery: Millis = 200;

/** The resident memory of a program and of all processes below it. */
export class TreeMemory {
  readonly #root: number;
  readonly #residue = new Map<number, Bytes>();
  #found: readonly number[];
  #foundAt = Number.NEGATIVE_INFINITY;

  constructor(root: number) {
    this.#root = root;
    this.#found = [root];
  }

  /** What a capture left in a process is not the program's: it is not counted from now on. */
  leftBy(pid: number, more: Bytes): void {
    this.#residue.set(pid, this.residueOf(pid) + Math.max(0, more));
  }

  residueOf(pid: number): Bytes {
    return this.#residue.get(pid) ?? 0;
  }

  /** All that captures left. */
  get residue(): Bytes {
    return [...this.#residue.values()].reduce((sum, size) => sum + size, 0);
  }

  /** @param at since the start of the run */
  look(at: Millis): PeakMoment {
    this.#find();
    const processes = this.#found.flatMap((pid) => this.#lookAt(pid) ?? []).sort((a, b) => b.bytes - a.bytes);
    return { at, bytes: processes.reduce((sum, { bytes }) => sum + bytes, 0), processes };
  }

  #find(): void {
    const now = performance.now();
    if (now - this.#foundAt < findEvery) return;
    this.#foundAt = now;
    this.#found = [this.#root, ...descendants(this.#root)];
  }

  #lookAt(pid: number): PeakProcess | undefined {
    const rss = host.memory.rssOf(pid);
    if (rss === undefined) return undefined;
    const bytes = Math.max(0, rss - this.residueOf(pid));
    return { pid, name: processName(host.processes.wordsOf(pid) ?? []), bytes };
  }
}
