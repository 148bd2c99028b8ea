import { duration } from '../../format/quantities.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';

/** What a refusal was about may pass soon: a peak of garbage, a full disk, another capture. */
const firstRetry: Millis = 60_000;

/**
 * When a close look may be taken. One that was taken forbids the next for a while, because each costs the process
 * something. One that was refused cost nothing: it is tried again, ever more seldom.
 */
export class LookSchedule {
  readonly #spacing: Millis;
  #lookedAt: EpochMillis | undefined;
  #refusals = 0;
  #dueAt: EpochMillis = 0;

  /** @param spacing the shortest time between two close looks */
  constructor(spacing: Millis) {
    this.#spacing = spacing;
  }

  /** The next look is taken then, if there is still a cause. */
  get dueAt(): EpochMillis {
    return this.#dueAt;
  }

  taken(now: EpochMillis): void {
    this.#lookedAt = now;
    this.#refusals = 0;
    this.#dueAt = now + this.#spacing;
  }

  refused(now: EpochMillis): void {
    this.#dueAt = now + Math.min(this.#spacing, firstRetry * 2 ** this.#refusals);
    this.#refusals += 1;
  }

  /** Why there is no look now, in words; undefined if there may be one. */
  refusal(now: EpochMillis): string | undefined {
    if (now >= this.#dueAt) return undefined;
    if (this.#refusals > 0 || this.#lookedAt === undefined) return 'the previous close look was refused';
    const ago = duration(now - this.#lookedAt);
    return `the last close look was ${ago} ago, and there is at most one every ${duration(this.#spacing)} (--at-most-every)`;
  }
}
