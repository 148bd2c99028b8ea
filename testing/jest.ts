/**
 * `await expect(operation).not.toLeak()` for jest: import it in a test, or list it in `setupFilesAfterEnv`. A leak takes
 * some seconds to explain: if the default timeout of 5 seconds applies, the tests of such a file get two minutes.
 */
import { UserError } from '../format/user-error.ts';
import { toAllocateAtMost } from './allocation-budget/matcher.ts';
import type { AllocationBudget } from './allocation-budget/options.ts';
import { toLeak } from './leak-test/matcher.ts';
import type { LeakTestOptions } from './leak-test/options.ts';
import { allowTime } from './leak-test/within-jest.ts';

export * from './index.ts';

interface Expect {
  extend(matchers: {
    readonly toLeak: typeof toLeak;
    readonly toAllocateAtMost: typeof toAllocateAtMost;
  }): void;
}

const { expect } = globalThis as { expect?: Expect };
if (typeof expect?.extend !== 'function') {
  throw new UserError(
    'no-jest',
    'there is no global expect that heaptrail/jest could extend',
    'import it in a Jest test with injectGlobals on, or call expect.extend({ toLeak }) from heaptrail/testing',
  );
}
expect.extend({ toLeak, toAllocateAtMost });
allowTime();

declare global {
  namespace jest {
    interface Matchers<R, T> {
      /** Performs the function many times; passes if it leaves objects behind that something keeps alive. */
      toLeak(options?: LeakTestOptions): Promise<R>;
      /** Performs the function many times; passes if a call allocates no more than the budget. */
      toAllocateAtMost(budget: AllocationBudget): Promise<R>;
    }
  }
}
