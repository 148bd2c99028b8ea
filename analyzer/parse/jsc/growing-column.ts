const firstRoom = 1 << 14;

/** A column of 32-bit numbers whose length is not known in advance. */
export class GrowingColumn {
  length = 0;
  private values = new Uint32Array(firstRoom);

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  /** What was pushed, without a copy. */
  finish(): Uint32Array {
    return this.values.subarray(0, this.length);
  }

  private grow(): void {
    const larger = new Uint32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
