import type { Millis } from '../../format/units.ts';
import { clearTimeout, setTimeout } from './clock.ts';
import { leakTestTimeout } from './test-timeout.ts';

/** Shortly before `bun test` ends a test if nobody says otherwise. It does not say how long a test may take. */
const almostOver: Millis = 4_000;

/** Says on stderr what to set where a search may be ended by the runner: the error of Bun says no more than that. */
export async function sayingWhatToSet<T>(name: string | undefined, look: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    const test = name === undefined ? 'a leak test' : `the leak test ${name}`;
    console.warn(
      `heaptrail: ${test} takes longer than ${almostOver / 1000} s, and bun test ends a test after 5 s by default: ` +
        `run bun test --timeout ${leakTestTimeout}, or write test(name, run, ${leakTestTimeout}); ` +
        'or look at fewer operations: toLeak({ operations: 23 })',
    );
  }, almostOver);
  try {
    return await look();
  } finally {
    clearTimeout(timer);
  }
}
