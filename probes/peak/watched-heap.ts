import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { Connection, RuntimeSample } from '../connection.ts';
import type { HeapLevel } from './peak-trigger.ts';

const lookEvery: Millis = 100;
/** More of the past decides nothing. */
const remembered: Millis = 5_000;

/** One heap of a run, of a process or of a worker thread in it, and how it grows. */
export class WatchedHeap {
  readonly connection: Connection;
  readonly pid: number;
  #levels: readonly HeapLevel[] = [];
  #last: MemorySample | undefined;
  #most: Bytes = 0;
  #open = false;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(connection: Connection, pid: number) {
    this.connection = connection;
    this.pid = pid;
  }

  get levels(): readonly HeapLevel[] {
    return this.#levels;
  }

  get level(): Bytes {
    return this.#levels.at(-1)?.level ?? 0;
  }

  /** The largest level that was seen. */
  get most(): Bytes {
    return this.#most;
  }

  get last(): MemorySample | undefined {
    return this.#last;
  }

  get isOver(): boolean {
    return this.connection.ended.aborted;
  }

  /** Asks the runtime if it is time, and does not wait for the answer. @param at since the start of the run */
  lookIfDue(at: Millis): void {
    const now = performance.now();
    if (this.#open || this.isOver || now - this.#askedAt < lookEvery) return;
    this.#askedAt = now;
    void this.lookNow(at);
  }

  /** Never rejects; undefined if the runtime does not answer. */
  async lookNow(at: Millis): Promise<MemorySample | undefined> {
    this.#open = true;
    try {
      const { connection } = this;
      const sample = await (connection.sampleHeap?.() ?? connection.sampleRuntime());
      return sample === undefined ? undefined : this.#keep(at, sample);
    } finally {
      this.#open = false;
    }
  }

  #keep(at: Millis, sample: RuntimeSample): MemorySample {
    const level = { at, level: livingOf(sample) };
    this.#levels = [...this.#levels.filter((before) => at - before.at <= remembered), level];
    this.#most = Math.max(this.#most, level.level);
    this.#last = { at: Date.now(), ...sample };
    return this.#last;
  }
}

/**
 * What lives, at most: what is young is nearly all garbage, and what survived two collections of the young generation
 * lives on as a rule.
 */
function livingOf({ heapUsed = 0, external = 0, spaces = {} }: RuntimeSample): Bytes {
  const young = Object.entries(spaces)
    .filter(([name]) => name.startsWith('new_'))
    .reduce((sum, [, size]) => sum + size, 0);
  return heapUsed - young + external;
}
