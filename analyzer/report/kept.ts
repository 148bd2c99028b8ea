import type { Interval } from '../../format/coverage.ts';
import type { Millis } from '../../format/units.ts';
import type { Kept } from '../../judgement/fix.ts';

/** What was counted, and in which unit its work is. */
export type WorkUnit = 'operation' | 'interval' | 'hour';

/**
 * What stayed, and how much work was done meanwhile. The last interval is left out: what was born in it may still be in use.
 * @param births by interval, as survivors are counted
 */
export function keptIn(births: readonly number[], intervals: readonly Interval[], unit: WorkUnit): Kept {
  const told = intervals.length > 1 ? intervals.slice(0, -1) : intervals;
  const work = sum(told.map((interval) => workIn(interval, unit)));
  return { entries: sum(births.slice(1, told.length + 1)), work };
}

function workIn({ operations = 0, duration = 0 }: Interval, unit: WorkUnit): number {
  if (unit === 'interval') return 1;
  return unit === 'operation' ? operations : duration / hour;
}

const hour: Millis = 3_600_000;

/**
 * The fairest unit: operations if both recordings counted them, even if there were none afterwards. Intervals if both had the
 * same work to do in each. Else hours, in which as much must have been done as before.
 */
export function unitOf(before: Worked, after: Worked): WorkUnit {
  const areCounted = [...before.intervals, ...after.intervals].every(
    ({ operations }) => operations !== undefined,
  );
  if (areCounted && before.intervals.some(({ operations = 0 }) => operations > 0)) return 'operation';
  return before.workload !== undefined && before.workload === after.workload ? 'interval' : 'hour';
}

export interface Worked {
  readonly intervals: readonly Interval[];
  /** What made the program work, as the manifest tells it. */
  readonly workload: string | undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + (number ?? 0), 0);
}
