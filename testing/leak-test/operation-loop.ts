import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';

/** What is tested: it gets the number of the operation, from 0; a promise is waited for. */
export type Operation = (index: number) => unknown;

/** Performs operations one after the other and counts them. */
export class OperationLoop {
  readonly #operation: Operation;
  readonly #deadline: number;
  readonly #timeout: Millis;
  #performed = 0;

  constructor(operation: Operation, timeout: Millis) {
    this.#operation = operation;
    this.#timeout = timeout;
    this.#deadline = performance.now() + timeout;
  }

  get performed(): number {
    return this.#performed;
  }

  /**
   * @returns how long it took
   * @throws what the operation throws, or UserError `leak-test-timeout`
   */
  async perform(count: number): Promise<Millis> {
    const start = performance.now();
    for (let done = 0; done < count; done++) {
      const result = this.#operation(this.#performed++);
      if (isThenable(result)) await result;
      if (performance.now() > this.#deadline) throw this.#tooLate();
    }
    return performance.now() - start;
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
