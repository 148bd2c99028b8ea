import type { GrowthTie, SingleSuspect, Suspect, SuspectPart } from '../../../format/suspect.ts';
import { isHeldByRuntime } from '../../paths/program-function.ts';
import type { Tied } from './ties.ts';

/**
 * One growth that is seen in several places is one suspect. It is told where the program can most likely cut it, and has
 * the other places as its parts.
 */
export function joinGrowths(suspects: readonly Suspect[], ties: readonly Tied[]): Suspect[] {
  const joined: Suspect[] = [];
  const told = new Set<Suspect>();
  for (const suspect of suspects) {
    if (told.has(suspect)) continue;
    const places = placesOf(suspect, suspects, ties);
    for (const place of places) told.add(place);
    joined.push(places.length === 1 ? suspect : asOne(places, ties));
  }
  return joined;
}

/** All that are tied to it, also over others. */
function placesOf(start: Suspect, suspects: readonly Suspect[], ties: readonly Tied[]): readonly Suspect[] {
  const reached = new Set([start.fingerprint]);
  for (const fingerprint of reached) {
    for (const { suspects: pair } of ties) {
      if (pair.includes(fingerprint)) for (const each of pair) reached.add(each);
    }
  }
  return suspects.filter(({ fingerprint }) => reached.has(fingerprint));
}

function asOne(places: readonly Suspect[], ties: readonly Tied[]): Suspect {
  const [lead, ...others] = places.toSorted(byUse);
  return {
    ...lead,
    confidence: Math.max(...places.map(({ confidence }) => confidence)),
    parts: others.map((suspect, at): SuspectPart => {
      return { tie: tieOf(suspect, [lead, ...others.filter((_, k) => k !== at)], ties), suspect };
    }),
  };
}

/** With the lead if they have something in common, else with a part. */
function tieOf(
  { fingerprint }: SingleSuspect,
  others: readonly SingleSuspect[],
  ties: readonly Tied[],
): GrowthTie {
  for (const other of others) {
    const tied = ties.find(
      ({ suspects }) => suspects.includes(fingerprint) && suspects.includes(other.fingerprint),
    );
    if (tied !== undefined) return { by: tied.by, with: other.fingerprint, share: inShort(tied.share) };
  }
  throw new Error('a part of a growth is tied to none of its places');
}

function inShort(share: number): number {
  return Math.round(share * 100) / 100;
}

/** Where the program can cut comes first, and of equals the larger. */
function byUse(a: Suspect, b: Suspect): number {
  return (
    useOf(a) - useOf(b) ||
    b.growth.bytesPerInterval - a.growth.bytesPerInterval ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}

/** Named containers of the program, then its scopes and what has no name, then what the runtime holds. */
function useOf({ kind, holders, path }: Suspect): number {
  const [holder] = holders;
  if (holder === undefined || isHeldByRuntime(path)) return 2;
  const isUnnamed = holder.expression === holder.name || kind === 'objects' || kind === 'closures';
  return isUnnamed ? 1 : 0;
}
