import type { Socket } from 'node:net';

/**
 * What is said in one go leaves in one piece: on a busy machine we may be stopped between two writes, and the target
 * would go on between a snapshot and the count of its operations.
 */
export class OnePiece {
  #carrier: Socket | undefined;
  #isCorked = false;

  /** @param carrier what carries the messages, once it is there */
  over(carrier: Socket): void {
    this.#carrier = carrier;
  }

  /** Before each message. */
  begin(): void {
    const carrier = this.#carrier;
    if (carrier === undefined || this.#isCorked) return;
    this.#isCorked = true;
    carrier.cork();
    queueMicrotask(() => {
      this.#isCorked = false;
      carrier.uncork();
    });
  }
}
