import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';

/** What is tested: it gets the number of the operation, from 0; a promise is waited for. */
export type Operation = (index: number) => unknown;

/** Performs operations one after the other and counts them. */
export class OperationLoop {
  readonly #operation: Operation;
  readonly #timeout: Millis;
  #performed = 0;
  #worked: Millis = 0;

  constructor(operation: Operation, timeout: Millis) {
    this.#operation = operation;
    this.#timeout = timeout;
  }

  get performed(): number {
    return this.#performed;
  }

  /**
   * @returns how long it took; what happens between two calls is not held against the timeout
   * @throws what the operation throws, or UserError `leak-test-timeout`
   */
  async perform(count: number): Promise<Millis> {
    const start = performance.now();
    const deadline = start + this.#timeout - this.#worked;
    for (let done = 0; done < count; done++) {
      const result = this.#operation(this.#performed++);
      if (isThenable(result)) await result;
      if (performance.now() > deadline) throw this.#tooLate();
    }
    const took = performance.now() - start;
    this.#worked += took;
    return took;
  }

  #tooLate(): UserError {
    return new UserError(
      'leak-test-timeout',
      `${this.#performed} operations took ${this.#timeout} ms, too few to tell whether they leak`,
      'raise the timeout of the leak test (and that of the test around it), or make the operation smaller',
    );
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined | null)?.then === 'function';
}
