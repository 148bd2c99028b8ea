import type { Bytes } from '../../format/units.ts';
import type {
  EntryTime,
  LimitBeside,
  PlaceKind,
  Visit,
  VisitedPlace,
  VisitedStep,
  VisitStop,
} from '../../format/visit.ts';

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
  /** Of weak references: whether the oldest one still has its target. */
  readonly weak: VisitedPlace['weak'];
  /** What its oldest entry said at the last visit. */
  readonly leaves: EntryTime | undefined;
  /** What stood beside it at the last visit, and was not passed. */
  readonly limit: LimitBeside | undefined;
  /** Those that led to it, one for each visit that did not only measure it. */
  readonly stops: readonly VisitStop[];
}

/** Whether only a census met it: no path leads to it. */
export function isUnnamed({ path }: Pick<PlaceHistory, 'path'>): boolean {
  return path[0]?.[0] === '(census)';
}

/** The places by their identity. One whose path was on a torn line is left out: nobody could be told where it is. */
export function placeHistories(visits: readonly Visit[]): readonly PlaceHistory[] {
  const found = new Map<number, Growing>();
  for (const [number, { places, stops }] of visits.entries()) {
    for (const { id, size, kind, path, entry, bytes, weak, leaves, limit, stop } of places) {
      let place = found.get(id);
      if (place === undefined) {
        if (kind === undefined || path === undefined) continue;
        place = {
          kind,
          path,
          sizes: new Map(),
          entry: undefined,
          entryBytes: undefined,
          weak: undefined,
          leaves: undefined,
          limit: undefined,
          stops: [],
        };
        found.set(id, place);
      }
      // A later visit came by a better path, or to what only a census had met.
      place.path = path ?? place.path;
      place.sizes.set(number, size);
      place.entry = entry ?? place.entry;
      place.entryBytes = bytes ?? place.entryBytes;
      place.weak = weak ?? place.weak;
      place.leaves = leaves;
      place.limit = limit;
      const ledBy = stop === undefined ? undefined : stops[stop - 1];
      if (ledBy !== undefined) place.stops.push(ledBy);
    }
  }
  return [...found.values()];
}

interface Growing extends PlaceHistory {
  path: readonly VisitedStep[];
  readonly sizes: Map<number, number>;
  entry: string | undefined;
  entryBytes: Bytes | undefined;
  weak: VisitedPlace['weak'];
  leaves: EntryTime | undefined;
  limit: LimitBeside | undefined;
  readonly stops: VisitStop[];
}
