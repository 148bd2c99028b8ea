const chunkBits = 16;
const chunkLength = 1 << chunkBits;
const mask = chunkLength - 1;

/** Many whole numbers below 2^32, in pieces: growing copies nothing. */
export class NumberList {
  readonly #chunks: Uint32Array[] = [];
  #last = new Uint32Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length & mask;
    if (at === 0) {
      this.#last = new Uint32Array(chunkLength);
      this.#chunks.push(this.#last);
    }
    this.#last[at] = value;
    this.#length += 1;
  }

  at(index: number): number {
    return this.#chunks[index >>> chunkBits]![index & mask]!;
  }
}
