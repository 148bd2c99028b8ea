/** A place in the queue of those who want to capture. */
export interface Turn {
  take<T>(work: () => Promise<T>): Promise<T>;
  /** A place behind all who have this one. */
  readonly later: Turn;
}

/**
 * Who may capture now. Each capture stops its target and takes memory that is measured before: of several heaps that
 * are recorded together, one is captured after the other, in the order in which they ask. A process comes before its
 * threads, and these before threads that keep appearing: none of them may hold up the recording.
 */
export class CaptureMutex implements Turn {
  /** Those who wait, by how late their place is. */
  readonly #waiting: (() => void)[][] = [];
  #isTaken = false;

  async take<T>(work: () => Promise<T>): Promise<T> {
    return await this.#takeAt(0, work);
  }

  get later(): Turn {
    return this.#place(1);
  }

  #place(rank: number): Turn {
    const behind = () => this.#place(rank + 1);
    return {
      take: (work) => this.#takeAt(rank, work),
      get later() {
        return behind();
      },
    };
  }

  async #takeAt<T>(rank: number, work: () => Promise<T>): Promise<T> {
    if (this.#isTaken) {
      await new Promise<void>((resolve) => {
        this.#waiting[rank] ??= [];
        this.#waiting[rank].push(resolve);
      });
    }
    this.#isTaken = true;
    try {
      return await work();
    } finally {
      const next = this.#waiting.find((queue) => (queue?.length ?? 0) > 0)?.shift();
      if (next === undefined) this.#isTaken = false;
      else next();
    }
  }
}
