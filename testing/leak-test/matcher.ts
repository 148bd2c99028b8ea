import { findLeaks } from './find-leaks.ts';
import type { Operation } from './operation-loop.ts';
import type { LeakTestOptions } from './options.ts';

export interface MatcherContext {
  readonly currentTestName?: string | undefined;
}

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** `toLeak` for `expect.extend` of vitest, jest and bun: it holds where the operation leaks. */
export async function toLeak(
  this: MatcherContext | undefined,
  operation: unknown,
  options: LeakTestOptions = {},
): Promise<MatcherResult> {
  const name = this?.currentTestName;
  const { leaks, message } = await findLeaks(operation as Operation, {
    ...(name === undefined ? {} : { name }),
    ...options,
  });
  return { pass: leaks.length > 0, message: () => message };
}
