/** Collects the texts of a table, each once; the empty one is always the first. */
export class Texts {
  readonly #places = new Map<string, number>([['', 0]]);

  placeOf(text: string): number {
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(text, place);
    }
    return place;
  }

  all(): string[] {
    return [...this.#places.keys()];
  }
}
