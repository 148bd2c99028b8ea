/** What a search knows so far, in words: for a test that is ended before its search is. */
export class Progress {
  #words: () => string = () => '';

  /** @param words asked for only where they are told, so that figures in them are of that moment */
  is(words: () => string): void {
    this.#words = words;
  }

  toString(): string {
    return this.#words();
  }
}
