/** `await expect(operation).not.toLeak()` for `bun test`: import it in a test, or preload it. */
import { toAllocateAtMost } from './allocation-budget/matcher.ts';
import { refuseBun } from './allocation-budget/measure-allocations.ts';
import type { AllocationBudget } from './allocation-budget/options.ts';
import { type MatcherContext, type MatcherResult, toLeak } from './leak-test/matcher.ts';
import type { LeakTestOptions } from './leak-test/options.ts';
import { sayingWhatToSet } from './leak-test/within-bun.ts';

export * from './index.ts';

interface Expect {
  extend(matchers: {
    readonly toLeak: typeof toLeakInTime;
    readonly toAllocateAtMost: typeof toAllocateAtMostHere;
  }): void;
}

async function toLeakInTime(
  this: MatcherContext | undefined,
  operation: unknown,
  options?: LeakTestOptions,
): Promise<MatcherResult> {
  return await sayingWhatToSet(this?.currentTestName, () => toLeak.call(this, operation, options));
}

/** Of a matcher that rejects, Bun says no more than that. */
function toAllocateAtMostHere(
  this: MatcherContext | undefined,
  ...given: Parameters<typeof toAllocateAtMost>
): Promise<MatcherResult> {
  refuseBun();
  return toAllocateAtMost.call(this, ...given);
}

// Named by a variable: only Bun has it, and its types are not installed everywhere.
const name: string = 'bun:test';
const { expect }: { readonly expect: Expect } = await import(name);
expect.extend({ toLeak: toLeakInTime, toAllocateAtMost: toAllocateAtMostHere });

/** For `interface Matchers<T> extends LeakMatchers {}` in a declaration of the module `bun:test`. */
export interface LeakMatchers {
  /** Performs the function many times; passes if it leaves objects behind that something keeps alive. */
  toLeak(options?: LeakTestOptions): Promise<void>;
  /** Bun does not tell what it allocates: this fails and says so. Run such a test in Node. */
  toAllocateAtMost(budget: AllocationBudget): Promise<void>;
}
