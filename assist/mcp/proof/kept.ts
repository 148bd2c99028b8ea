import { openHeap } from '../../../analyzer/library/heap.ts';
import type { Suspect } from '../../../format/suspect.ts';
import { UserError } from '../../../format/user-error.ts';

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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + (number ?? 0), 0);
}
