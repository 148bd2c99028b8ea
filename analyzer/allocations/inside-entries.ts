import { roleOf } from '../explain/anatomy/function-roles.ts';
import { functionsInside } from '../explain/anatomy/program-functions.ts';
import type { CodeLocation } from '../graph/code-locations.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** The program's places inside entries that only the runtime holds: nothing else ties them to the program. */
export interface PlacesInside {
  /** Listeners and callbacks: the functions around them make the entries. */
  readonly closures: readonly CodeLocation[];
  /** Async functions and generators that wait: they made the entries themselves. */
  readonly waiting: readonly CodeLocation[];
}

export function placesInside(heap: AgedHeap, entries: readonly NodeIndex[]): PlacesInside {
  const closures: CodeLocation[] = [];
  const waiting: CodeLocation[] = [];
  for (const entry of entries) {
    // The nearest one: what is behind it may belong to anything.
    const [found] = functionsInside(heap, entry);
    const place = found === undefined ? undefined : heap.names.location(found.node);
    if (found === undefined || place === undefined || place.url === '') continue;
    const isWaiting = /^(async function|generator)$/.test(roleOf(heap, entry, found.way));
    (isWaiting ? waiting : closures).push(place);
  }
  return { closures, waiting };
}
