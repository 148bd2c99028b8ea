import type { Bytes } from '../../format/units.ts';
import type { PlaceKind, Visit, VisitedStep } from '../../format/visit.ts';

/** What the visits of one recording saw of one place. */
export interface PlaceHistory {
  readonly kind: PlaceKind;
  readonly path: readonly VisitedStep[];
  /** By the number of the visit, from 0: its size then. A visit that did not measure it is left out. */
  readonly sizes: ReadonlyMap<number, number>;
  /** The class of most of its newest entries. */
  readonly entry: string | undefined;
  /** About what one of them takes. */
  readonly entryBytes: Bytes | undefined;
}

/** Whether only a census met it: no path leads to it. */
export function isUnnamed({ path }: Pick<PlaceHistory, 'path'>): boolean {
  return path[0]?.[0] === '(census)';
}

/** The places by their identity. One whose path was on a torn line is left out: nobody could be told where it is. */
export function placeHistories(visits: readonly Visit[]): readonly PlaceHistory[] {
  const found = new Map<number, Growing>();
  for (const [number, { places }] of visits.entries()) {
    for (const { id, size, kind, path, entry, bytes } of places) {
      let place = found.get(id);
      if (place === undefined) {
        if (kind === undefined || path === undefined) continue;
        place = { kind, path, sizes: new Map(), entry: undefined, entryBytes: undefined };
        found.set(id, place);
      }
      // A census met it first, and a visit came to it later.
      if (path !== undefined) place.path = path;
      place.sizes.set(number, size);
      place.entry = entry ?? place.entry;
      place.entryBytes = bytes ?? place.entryBytes;
    }
  }
  return [...found.values()];
}

interface Growing extends PlaceHistory {
  path: PlaceHistory['path'];
  readonly sizes: Map<number, number>;
  entry: string | undefined;
  entryBytes: Bytes | undefined;
}
