import type { Entry } from '../graph/container-entry.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { AgedHeap } from './aged-heap.ts';
import type { Birth } from './birth.ts';

export type { Entry } from '../graph/container-entry.ts';

/**
 * The entries of a Map, a Set, an array or an object that is used as a dictionary, small integers included where the
 * table shows that they are there; undefined for anything else.
 */
export function entriesOf({ graph, names, engine }: AgedHeap, container: NodeIndex): Entry[] | undefined {
  return engine.entriesOf(graph, names.className(container), container);
}

/**
 * The interval in which an entry was added. Its key and value are usually made for it; where one of them is from
 * before the first capture, it does not date the entry, because keys are often strings the program always had.
 */
export function birthOfEntry(heap: AgedHeap, { key, value }: Entry): Birth {
  let birth: Birth = Number.POSITIVE_INFINITY;
  if (key !== undefined && heap.birth[key] > 0) birth = heap.birth[key];
  if (value !== undefined && heap.birth[value] > 0) birth = Math.min(birth, heap.birth[value]);
  return birth === Number.POSITIVE_INFINITY ? 0 : birth;
}
