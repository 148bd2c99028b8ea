import type { ClassGains } from '../../analyzer/suites/class-gains.ts';
import type { HeapStats } from '../leak-test/growing-classes.ts';

interface Look {
  readonly heapSize: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** Follows the test files of `bun test`, which share one process, and counts what each leaves behind. */
export class BunFiles {
  readonly found: ClassGains[] = [];
  readonly #stats: () => HeapStats;
  #open: { readonly file: string; readonly before: Look; readonly cost: number } | undefined;

  /** @param stats after a collection */
  constructor(stats: () => HeapStats) {
    this.#stats = stats;
  }

  /** A test of this file begins. Its modules are loaded by now, and are not counted. */
  enter(file: string): void {
    if (this.#open?.file === file) return;
    this.leave();
    const start = performance.now();
    const before = this.#look();
    this.#open = { file, before, cost: performance.now() - start };
  }

  /** The next file is about to be loaded, or all are over. */
  leave(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const start = performance.now();
    const { heapSize, counts } = this.#look();
    const gains = Object.entries(counts).map(
      ([name, now]) => [name, now - (open.before.counts[name] ?? 0)] as const,
    );
    this.found.push({
      file: open.file,
      bytes: Math.max(0, heapSize - open.before.heapSize),
      gains: Object.fromEntries(gains.filter(([, gain]) => gain > 0)),
      cost: open.cost + performance.now() - start,
    });
  }

  #look(): Look {
    const { heapSize, objectTypeCounts } = this.#stats();
    return { heapSize, counts: objectTypeCounts };
  }
}
