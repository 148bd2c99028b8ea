import { searchForLeaks } from './find-leaks.ts';
import type { Operation } from './operation-loop.ts';
import type { LeakTestOptions } from './options.ts';
import { Progress } from './progress.ts';

export interface MatcherContext {
  readonly currentTestName?: string | undefined;
}

export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** `toLeak` for `expect.extend` of vitest, jest and bun: it holds if the operation leaks. */
export async function toLeak(
  this: MatcherContext | undefined,
  operation: unknown,
  options: LeakTestOptions = {},
): Promise<MatcherResult> {
  return await matchLeaks(this?.currentTestName, operation, options, new Progress());
}

export async function matchLeaks(
  name: string | undefined,
  operation: unknown,
  options: LeakTestOptions,
  progress: Progress,
): Promise<MatcherResult> {
  const named = { ...(name === undefined ? {} : { name }), ...options };
  const { leaks, message } = await searchForLeaks(operation as Operation, named, progress);
  return { pass: leaks.length > 0, message: () => message };
}
