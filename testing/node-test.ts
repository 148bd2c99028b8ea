import { AssertionError } from 'node:assert';
import * as nodeTest from 'node:test';
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

/** By the title of the test around it, if this Node tells it. */
function named(options: LeakTestOptions): LeakTestOptions {
  const { getTestContext } = nodeTest as {
    readonly getTestContext?: () => { readonly name?: string } | undefined;
  };
  const name = getTestContext?.()?.name;
  return name === undefined || name === '' ? options : { name, ...options };
}
