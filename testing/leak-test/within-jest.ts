import { leakTestTimeout, usualTestTimeout } from './test-timeout.ts';

/** Where `jest.setTimeout` keeps what it is given; there is no `jest` to call in ES modules. */
const timeoutKey = Symbol.for('TEST_TIMEOUT_SYMBOL');
/** Jest's own state, which knows the timeout of the configuration. */
const stateName = 'JEST_STATE_SYMBOL';

/** Gives the tests of this file time for a leak, unless the project has chosen a time itself. */
export function allowTime(): void {
  const jest = globalThis as unknown as Record<symbol, unknown>;
  const isChosen = Object.getOwnPropertySymbols(jest).some(
    (key) => key.description === stateName && timeoutIn(jest[key]) !== usualTestTimeout,
  );
  if (!isChosen) jest[timeoutKey] ??= leakTestTimeout;
}

function timeoutIn(state: unknown): unknown {
  return (state as { readonly testTimeout?: unknown } | undefined)?.testTimeout;
}
