/**
 * Who may capture now. Each capture stops its target and takes memory that is measured before: of several
 * heaps that are recorded together, one is captured after the other, in the order in which they ask.
 */
export class CaptureTurn {
  #last: Promise<unknown> = Promise.resolve();

  async take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return await turn;
  }
}
