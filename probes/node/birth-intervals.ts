import type { Survivors } from '../../format/suspect.ts';

export const noSurvivors: Survivors = { counts: [], bytes: [] };

/**
 * V8 tells only of the birth intervals whose survivors changed since it was asked last: `index, count,
 * size` of each, one after the other. Joined with what was known before, that is all that is alive.
 * @param intervals how many there are now; one in which nothing ever survived is not told of
 */
export function withFragments(known: Survivors, fragments: readonly number[], intervals: number): Survivors {
  const counts = padded(known.counts, intervals);
  const bytes = padded(known.bytes, intervals);
  for (let at = 0; at + 2 < fragments.length; at += 3) {
    const interval = fragments[at];
    counts[interval] = fragments[at + 1];
    bytes[interval] = fragments[at + 2];
  }
  return { counts, bytes };
}

function padded(values: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, interval) => values[interval] ?? 0);
}
