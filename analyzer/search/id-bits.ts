import type { ObjectId } from '../growth/earlier-captures.ts';

/** A set of object ids up to a largest odd one, a bit each; even ids are sparse, and kept apart. */
export class IdBits {
  private readonly bits: Uint8Array;
  private readonly even = new Set<ObjectId>();

  constructor(largest: ObjectId) {
    this.bits = new Uint8Array((largest >>> 4) + 1);
  }

  add(id: ObjectId): void {
    if ((id & 1) === 0) this.even.add(id);
    else this.bits[id >>> 4] |= 1 << ((id >>> 1) & 7);
  }

  has(id: ObjectId): boolean {
    if ((id & 1) === 0) return this.even.has(id);
    return ((this.bits[id >>> 4] >>> ((id >>> 1) & 7)) & 1) === 1;
  }
}
