/** Recordings are analyzed one after the other, beside the watch: memory is looked at and a restart followed meanwhile. */
export class Explanations {
  #last: Promise<void> = Promise.resolve();

  /** @param explain never rejects */
  add(explain: () => Promise<void>): void {
    this.#last = this.#last.then(explain);
  }

  async ended(): Promise<void> {
    await this.#last;
  }
}
