import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, Millis } from '../../format/units.ts';

/** Resident memory that moved by less did not move. */
const leastMove: { readonly share: number; readonly bytes: Bytes } = { share: 0.05, bytes: 8 << 20 };
const slowDown = 1.15;

/** How often memory is looked at: often while it moves or comes near a threshold, and ever more seldom while it rests. */
export class SamplingPace {
  readonly #shortest: Millis;
  readonly #longest: Millis;
  #every: Millis;
  #reference: Bytes | undefined;

  constructor(shortest: Millis, longest: Millis) {
    this.#shortest = shortest;
    this.#longest = Math.max(shortest, longest);
    this.#every = shortest;
  }

  /** The time until the next sample. */
  get every(): Millis {
    return this.#every;
  }

  /** @param urgent something is near that must not be missed */
  after({ rss }: MemorySample, urgent: boolean): void {
    const moved = rss !== undefined && this.#hasMoved(rss);
    if (moved || this.#reference === undefined) this.#reference = rss;
    this.#every = moved || urgent ? this.#shortest : Math.min(this.#longest, this.#every * slowDown);
  }

  #hasMoved(rss: Bytes): boolean {
    const before = this.#reference ?? rss;
    return Math.abs(rss - before) >= Math.max(leastMove.bytes, leastMove.share * before);
  }
}
