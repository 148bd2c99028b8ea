import { openHeap } from '../../../analyzer/library/heap.ts';
import type { Interval } from '../../../format/coverage.ts';
import type { Suspect } from '../../../format/suspect.ts';
import type { Millis } from '../../../format/units.ts';
import { UserError } from '../../../format/user-error.ts';
import type { Kept } from '../../../judgement/fix.ts';

/** What was counted, and in which unit its work is. */
export type WorkUnit = 'operation' | 'interval' | 'hour';

/** How the entries of a suspect are found in another recording. */
type Count = (folder: string) => Promise<readonly number[]>;

/**
 * A way to count what stayed that finds in the recording of the suspect what its report says: by the path to the entries,
 * or by their class alone. Undefined if there is none, as for one value that grows.
 */
export async function countLike(suspect: Suspect, folder: string): Promise<Count | undefined> {
  const { entryClass, holders, survivors } = suspect;
  const path = holders[0]?.expression ?? '';
  const known = sum(survivors.counts.slice(1));
  if (known === 0) return undefined;
  const quoted = `"${entryClass.replaceAll('"', '')}"`;
  const queries = [
    `${quoted} where born >= 1 && startsWith(path, ${JSON.stringify(path)}) group by born`,
    `${quoted} where born >= 1 group by born`,
  ];
  for (const query of path === '' ? queries.slice(1) : queries) {
    const count = (where: string) => birthsOf(where, query);
    const found = sum(await count(folder));
    if (found >= fewest * known && found <= most * known) return count;
  }
  return undefined;
}

/** Of what the report counts, a way that finds much less or more counts something else. */
const [fewest, most] = [0.8, 1.5];
/** More intervals than any recording has. */
const mostBirths = 1_000;

/** How many objects fit, by the interval of their birth; index 0 is before the first capture. */
async function birthsOf(folder: string, query: string): Promise<readonly number[]> {
  const heap = await openHeap(folder);
  try {
    const births: number[] = [];
    for (const { born, objects } of heap.query(query, { limit: mostBirths }).rows)
      births[Number(born)] = Number(objects);
    return Array.from(births, (number) => number ?? 0);
  } catch (error) {
    // No object of the class is left, or none at the path.
    if (error instanceof UserError && error.code === 'usage') return [];
    throw error;
  } finally {
    heap.close();
  }
}

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
