const firstRoom = 1 << 10;
const none = -1;

/**
 * Numbers ways of hanging: below a group, by a label, as a class. Every young node asks, so the numbers are looked up by
 * hand: three of them in one key are too large for the quick way of a Map.
 */
export class GroupNumbers {
  readonly #above: number[] = [];
  readonly #label: number[] = [];
  readonly #cls: number[] = [];
  #slots = new Int32Array(firstRoom).fill(none);

  /** The same number for the same three; 0, 1, 2 … in the order in which they are asked for first. */
  of(above: number, label: number, cls: number): number {
    let slot = this.#slotOf(above, label, cls);
    let number = this.#slots[slot];
    for (; number !== none; slot = (slot + 1) & (this.#slots.length - 1), number = this.#slots[slot]) {
      if (this.#above[number] === above && this.#label[number] === label && this.#cls[number] === cls)
        return number;
    }
    number = this.#above.length;
    this.#slots[slot] = number;
    this.#above.push(above);
    this.#label.push(label);
    this.#cls.push(cls);
    if (2 * number > this.#slots.length) this.#makeRoom();
    return number;
  }

  #slotOf(above: number, label: number, cls: number): number {
    const hash = Math.imul(Math.imul(Math.imul(above, 0x9e3779b1) ^ label, 0x85ebca6b) ^ cls, 0xc2b2ae35);
    return (hash ^ (hash >>> 15)) & (this.#slots.length - 1);
  }

  #makeRoom(): void {
    this.#slots = new Int32Array(4 * this.#slots.length).fill(none);
    for (let number = 0; number < this.#above.length; number++) {
      let slot = this.#slotOf(this.#above[number], this.#label[number], this.#cls[number]);
      while (this.#slots[slot] !== none) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = number;
    }
  }
}
