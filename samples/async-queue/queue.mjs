/** Hands items from a producer that never waits to one consumer. Without a capacity nothing bounds what waits. */
export class AsyncQueue {
  queue = [];
  resolvers = [];
  capacity;
  closed = false;

  constructor({ capacity = Infinity } = {}) {
    this.capacity = capacity;
  }

  push(item) {
    if (this.closed) return;
    const resolve = this.resolvers.shift();
    if (resolve) {
      resolve(item);
      return;
    }
    this.queue.push(item);
    if (this.queue.length > this.capacity) this.queue.shift();
  }

  async next() {
    if (this.queue.length > 0) return this.queue.shift();
    return new Promise((resolve) => this.resolvers.push(resolve));
  }

  /** Drops what waits and lets a parked consumer go. */
  close() {
    this.closed = true;
    this.queue.length = 0;
    for (const resolve of this.resolvers.splice(0)) resolve(null);
  }

  async *[Symbol.asyncIterator]() {
    while (!this.closed) yield await this.next();
  }
}
