/** Why a close look is wanted. */
export interface LookCause {
  /** Names the same growth or rule again. */
  readonly key: string;
  /** The sentence of the growth or alert. */
  readonly sentence: string;
  /** Whether it is still so. */
  readonly holds: () => boolean;
}

/** Causes for a close look that wait for it: one look serves them all, and a cause that has passed needs none. */
export class WantedLooks {
  readonly #causes = new Map<string, LookCause>();

  add(cause: LookCause): void {
    this.#causes.set(cause.key, cause);
  }

  /** The causes that still hold, in words; undefined where there are none. */
  get cause(): string | undefined {
    for (const [key, { holds }] of this.#causes) if (!holds()) this.#causes.delete(key);
    if (this.#causes.size === 0) return undefined;
    return [...this.#causes.values()].map(({ sentence }) => sentence).join('; ');
  }

  clear(): void {
    this.#causes.clear();
  }
}
