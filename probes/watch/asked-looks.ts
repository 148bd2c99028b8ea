import type { EpochMillis } from '../../format/units.ts';

/** Close looks that are asked for from outside, until the watch gets to them. */
export class AskedLooks {
  #asked: string[] = [];
  #dueAt: EpochMillis = 0;

  /** A look that is asked for before this moment is refused. */
  get dueAt(): EpochMillis {
    return this.#dueAt;
  }

  noteDueAt(at: EpochMillis): void {
    this.#dueAt = at;
  }

  /** @param sentence why, in words */
  ask(sentence: string): void {
    if (!this.#asked.includes(sentence)) this.#asked.push(sentence);
  }

  /** What was asked since it was taken last. */
  take(): readonly string[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }
}
