import { duration as inWords } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { clearTimeout, now, setTimeout } from './clock.ts';
import type { LeakTest } from './options.ts';

/** What is tested: it gets the number of the operation, from 0; a promise is waited for. */
export type Operation = (index: number) => unknown;

/** Performs operations one after the other and counts them. */
export class OperationLoop {
  readonly #operation: Operation;
  readonly #test: Pick<LeakTest, 'name' | 'timeout' | 'signal'>;
  #performed = 0;
  #worked: Millis = 0;

  constructor(operation: Operation, test: Pick<LeakTest, 'name' | 'timeout' | 'signal'>) {
    this.#operation = operation;
    this.#test = test;
  }

  get performed(): number {
    return this.#performed;
  }

  /**
   * @returns how long it took; what happens between two calls is not held against the timeout
   * @throws what the operation throws, the reason of the signal, or UserError `leak-test-timeout`
   */
  async perform(count: number): Promise<Millis> {
    this.#test.signal?.throwIfAborted();
    const start = now();
    const left = this.#test.timeout - this.#worked;
    await this.#unlessEnded(this.#performAll(count, start + left), left);
    const took = now() - start;
    this.#worked += took;
    return took;
  }

  async #performAll(count: number, deadline: Millis): Promise<void> {
    for (let done = 0; done < count; done++) {
      const result = this.#operation(this.#performed++);
      if (isThenable(result)) await result;
      if (now() > deadline) throw this.#tooSlow();
      this.#test.signal?.throwIfAborted();
    }
  }

  /** One watch for many operations: a promise for each would be garbage among what is counted. */
  async #unlessEnded(work: Promise<void>, left: Millis): Promise<void> {
    const { signal } = this.#test;
    let letGo = () => {};
    const end = new Promise<never>((_, reject) => {
      const abort = () => reject(signal?.reason);
      const timer = setTimeout(() => reject(this.#stillUnderWay()), Math.min(left, longestTimer));
      signal?.addEventListener('abort', abort);
      letGo = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
    });
    try {
      await Promise.race([work, end]);
    } finally {
      letGo();
    }
  }

  #tooSlow(): UserError {
    const { name, timeout } = this.#test;
    return new UserError(
      'leak-test-timeout',
      `${this.#performed} operations of ${name} took ${inWords(timeout)}, too few to tell whether they leak`,
      'raise the timeout of the leak test (and that of the test around it), or make the operation smaller',
    );
  }

  #stillUnderWay(): UserError {
    const { name, timeout } = this.#test;
    return new UserError(
      'leak-test-timeout',
      `operation ${this.#performed - 1} of ${name} was still running when the ${inWords(timeout)} of the leak test were over`,
      'make sure that the promise it returns settles, also under fake timers; if it does, raise the timeout of the leak test',
    );
  }
}

/** What a timer can count up to. */
const longestTimer: Millis = 2 ** 31 - 1;

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | undefined | null)?.then === 'function';
}
