const firstRoom = 1 << 14;

/** A column of 32-bit numbers whose length is not known in advance. Room that is not used costs nothing. */
export class GrowingColumn {
  length = 0;
  private values: Uint32Array;

  constructor(room = firstRoom) {
    this.values = new Uint32Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) this.grow();
    this.values[this.length++] = value;
  }

  append(values: Uint32Array): void {
    while (this.length + values.length > this.values.length) this.grow();
    this.values.set(values, this.length);
    this.length += values.length;
  }

  /** What was put in, without a copy. */
  finish(): Uint32Array {
    return this.values.subarray(0, this.length);
  }

  private grow(): void {
    const larger = new Uint32Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
