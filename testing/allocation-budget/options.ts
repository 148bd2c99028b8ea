import type { Bytes, Millis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { atLeast, onlyKnown } from '../leak-test/option-checks.ts';

export interface AllocationBudget {
  /** The most that may be allocated in the JavaScript heap, whether it stays or not. */
  readonly bytes: Bytes;
  /**
   * True: of one call, on average over many after a warm-up. False: of the very first call, with all that is loaded and
   * compiled in it. Default: true.
   */
  readonly perOperation?: boolean | undefined;
  /** How long all calls together may take. Default: 30 seconds. */
  readonly timeout?: Millis | undefined;
}

/** With every default in its place. */
export interface AllocationTest {
  readonly bytes: Bytes;
  readonly perOperation: boolean;
  readonly timeout: Millis;
}

const defaultTimeout: Millis = 30_000;

/** @throws UserError `leak-test-options` */
export function allocationTestOf(operation: unknown, budget: AllocationBudget): AllocationTest {
  if (typeof operation !== 'function') throw wrong(`it needs a function, not ${typeof operation}`);
  if (typeof budget !== 'object' || budget === null) throw wrong('it needs a budget, as { bytes: 4096 }');
  onlyKnown('the allocation budget', ['bytes', 'perOperation', 'timeout'], budget);
  const { bytes, perOperation = true, timeout = defaultTimeout } = budget;
  if (typeof perOperation !== 'boolean')
    throw wrong(`perOperation is ${perOperation}, but must be true or false`);
  return { bytes: atLeast(0, 'bytes', bytes), perOperation, timeout: atLeast(1, 'timeout', timeout) };
}

function wrong(message: string): UserError {
  return new UserError(
    'leak-test-options',
    `toAllocateAtMost: ${message}`,
    'write expect(operation).toAllocateAtMost({ bytes: 4096 })',
  );
}
