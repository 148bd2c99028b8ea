/**
 * `await expect(operation).not.toLeak()` and a `test` with a `findLeaks` of its own, for vitest 4 and 5.
 * A leak takes some seconds to explain: give the test a timeout, as in `test(name, { timeout: 60_000 }, …)`.
 */
import { test as base, expect } from 'vitest';
import { findLeaks } from './leak-test/find-leaks.ts';
import type { LeakTestResult } from './leak-test/leak-test-result.ts';
import { toLeak } from './leak-test/matcher.ts';
import type { Operation } from './leak-test/operation-loop.ts';
import type { LeakTestOptions } from './leak-test/options.ts';

export * from './index.ts';

expect.extend({ toLeak });

export interface LeakTestFixtures {
  /** `findLeaks`, which calls the operation by the name of the test. */
  findLeaks: (operation: Operation, options?: LeakTestOptions) => Promise<LeakTestResult>;
}

export const test = base.extend<LeakTestFixtures>({
  findLeaks: async ({ task }, use) => {
    await use((operation, options = {}) => findLeaks(operation, { name: task.name, ...options }));
  },
});

// Vitest 4 has Matchers<T> and vitest 5 Matchers<R, T>, which one declaration cannot extend both; the assertions of
// chai that both build on take no parameters.
declare global {
  namespace Chai {
    interface Assertion {
      /** Performs the function many times; holds where it leaves objects behind that something keeps alive. */
      toLeak(options?: LeakTestOptions): Promise<void>;
    }
  }
}
