/** Why a close look is due. */
export interface LookCause {
  /** Names the same growth or rule again. */
  readonly key: string;
  /** The sentence of the growth or alert. */
  readonly sentence: string;
  /** Whether it is still so. */
  readonly holds: () => boolean;
}

/**
 * Causes for a close look that wait for it: one look serves them all. A cause that does not hold for a moment waits on,
 * because it is not told again soon.
 */
export class WantedLooks {
  readonly #causes = new Map<string, LookCause>();

  add(cause: LookCause): void {
    this.#causes.set(cause.key, cause);
  }

  /** The causes that still hold, in words; undefined if there are none. */
  get cause(): string | undefined {
    const holding = [...this.#causes.values()].filter(({ holds }) => holds());
    return holding.length === 0 ? undefined : holding.map(({ sentence }) => sentence).join('; ');
  }

  clear(): void {
    this.#causes.clear();
  }
}
