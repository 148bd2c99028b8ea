import { vi } from 'vitest';
import type { Progress } from './progress.ts';
import { leakTestTimeout, usualTestTimeout } from './test-timeout.ts';

/** What vitest tells a matcher and a fixture of the test that is running. */
export interface RunningTest {
  readonly context: { readonly signal?: AbortSignal };
}

/** Gives the tests of this file time for a leak, unless the project has chosen a time itself. */
export function allowTime(): void {
  const { __vitest_worker__: worker } = globalThis as {
    readonly __vitest_worker__?: { readonly config?: { readonly testTimeout?: number } };
  };
  if (worker?.config?.testTimeout === usualTestTimeout) vi.setConfig({ testTimeout: leakTestTimeout });
}

/**
 * Ends a search with the test around it. Where that has timed out, the error of vitest says what was known by then.
 * @param look gets the signal to end by; none if the test goes without, or was aborted in an earlier attempt
 */
export async function endingWith<T>(
  test: RunningTest | undefined,
  progress: Progress,
  look: (ending: { readonly signal?: AbortSignal }) => Promise<T>,
): Promise<T> {
  const signal = test?.context.signal;
  if (signal === undefined || signal.aborted) return await look({});
  const tell = () => {
    // The very error that the test fails with: it is not reported before the listeners have had it.
    const { reason } = signal;
    if (reason instanceof Error && /^Test timed out/.test(reason.message))
      reason.message += `\n\n${progress}\n\n${remedy}`;
  };
  signal.addEventListener('abort', tell);
  try {
    return await look({ signal });
  } finally {
    signal.removeEventListener('abort', tell);
  }
}

const remedy = `give a leak test more time: test(name, { timeout: ${leakTestTimeout} }, …), or testTimeout: ${leakTestTimeout} in the Vitest configuration`;
