/**
 * `await expect(operation).not.toLeak()` and a `test` with a `findLeaks` of its own, for vitest 4 and 5.
 * A leak takes some seconds to explain: if the default timeout of 5 seconds applies, the tests of a file that imports
 * this get two minutes.
 */
import { test as base, expect } from 'vitest';
import { toAllocateAtMost } from './allocation-budget/matcher.ts';
import type { AllocationBudget } from './allocation-budget/options.ts';
import { searchForLeaks } from './leak-test/find-leaks.ts';
import type { LeakTestResult } from './leak-test/leak-test-result.ts';
import { type MatcherContext, matchLeaks } from './leak-test/matcher.ts';
import type { Operation } from './leak-test/operation-loop.ts';
import type { LeakTestOptions } from './leak-test/options.ts';
import { Progress } from './leak-test/progress.ts';
import { allowTime, endingWith, type RunningTest } from './leak-test/within-vitest.ts';

export * from './index.ts';

allowTime();

expect.extend({
  toAllocateAtMost,
  async toLeak(
    this: MatcherContext & { readonly task?: RunningTest },
    operation: unknown,
    options: LeakTestOptions = {},
  ) {
    const progress = new Progress();
    return await endingWith(this.task, progress, (ending) =>
      matchLeaks(this.currentTestName, operation, { ...ending, ...options }, progress),
    );
  },
});

export interface LeakTestFixtures {
  /** `findLeaks`, which calls the operation by the name of the test and ends with it. */
  findLeaks: (operation: Operation, options?: LeakTestOptions) => Promise<LeakTestResult>;
}

export const test = base.extend<LeakTestFixtures>({
  findLeaks: async ({ task }, use) => {
    await use((operation, options = {}) => {
      const progress = new Progress();
      return endingWith(task, progress, (ending) =>
        searchForLeaks(operation, { name: task.name, ...ending, ...options }, progress),
      );
    });
  },
});

// Vitest 4 has Matchers<T> and vitest 5 Matchers<R, T>, which one declaration cannot extend both; the assertions of
// chai that both build on take no parameters.
declare global {
  namespace Chai {
    interface Assertion {
      /** Performs the function many times; passes if it leaves objects behind that something keeps alive. */
      toLeak(options?: LeakTestOptions): Promise<void>;
      /** Performs the function many times; passes if a call allocates no more than the budget. */
      toAllocateAtMost(budget: AllocationBudget): Promise<void>;
    }
  }
}
