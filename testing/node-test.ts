import { AssertionError } from 'node:assert';
import * as nodeTest from 'node:test';
import { type AllocationCheck, checkAllocations } from './allocation-budget/matcher.ts';
import type { AllocationBudget } from './allocation-budget/options.ts';
import { findLeaks } from './leak-test/find-leaks.ts';
import type { LeakTestResult } from './leak-test/leak-test-result.ts';
import type { Operation } from './leak-test/operation-loop.ts';
import type { LeakTestOptions } from './leak-test/options.ts';

export * from './index.ts';

/**
 * For `node:test` and every runner that takes an exception for a failure.
 * @throws AssertionError if the operation leaks, with the report as its message; and what `findLeaks` throws
 */
export async function assertNoLeaks(
  operation: Operation,
  options: LeakTestOptions = {},
): Promise<LeakTestResult> {
  const result = await findLeaks(operation, named(options));
  if (result.leaks.length === 0) return result;
  throw new AssertionError({
    message: result.message,
    actual: result.leaks.map(({ title }) => title),
    expected: [],
    operator: 'assertNoLeaks',
    stackStartFn: assertNoLeaks,
  });
}

/**
 * For `node:test` and every runner that takes an exception for a failure.
 * @throws AssertionError if a call of the operation allocates more than the budget; and what the operation throws
 */
export async function assertAllocatesAtMost(
  operation: Operation,
  budget: AllocationBudget,
): Promise<AllocationCheck> {
  const check = await checkAllocations(named({}).name, operation, budget);
  if (check.pass) return check;
  throw new AssertionError({
    message: check.message,
    actual: check.bytes,
    expected: budget.bytes,
    operator: 'assertAllocatesAtMost',
    stackStartFn: assertAllocatesAtMost,
  });
}

/** By the title of the test around it, if this Node tells it. */
function named(options: LeakTestOptions): LeakTestOptions {
  const { getTestContext } = nodeTest as {
    readonly getTestContext?: () => { readonly name?: string } | undefined;
  };
  const name = getTestContext?.()?.name;
  return name === undefined || name === '' ? options : { name, ...options };
}
