import type { GrowthTie } from '../../../format/suspect.ts';
import { leastCommon } from '../../../judgement/parameters/merging.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';
import { bornTogether } from '../merge-suspects.ts';
import type { ExplainedFinding } from '../witness.ts';
import { type ThingsHeld, thingsHeld } from './things-held.ts';

/** Two suspects, by their fingerprints, that are one growth. */
export interface Tied {
  readonly suspects: readonly [string, string];
  readonly by: GrowthTie['by'];
  readonly share: number;
}

/**
 * Which suspects gain the same things. That they gain as many in each interval is needed too, and never enough: one loop
 * can feed separate leaks.
 */
export function tiesBetween(heap: AgedHeap, found: readonly ExplainedFinding[]): Tied[] {
  if (found.length < 2) return [];
  const held = found.flatMap(({ finding, suspect }) => {
    const things = thingsHeld(heap, finding);
    return things === undefined ? [] : [{ fingerprint: suspect.fingerprint, things }];
  });
  return held.flatMap((one, at) =>
    held.slice(at + 1).flatMap((other): Tied[] => {
      const common = inCommon(heap, one.things, other.things);
      return common === undefined ? [] : [{ suspects: [one.fingerprint, other.fingerprint], ...common }];
    }),
  );
}

function inCommon(heap: AgedHeap, a: ThingsHeld, b: ThingsHeld): Pick<Tied, 'by' | 'share'> | undefined {
  if (!bornTogether(a.gained, b.gained)) return undefined;
  const ofObjects = leastShare(commonOf(heap, a.objects, b.objects, a.gained.length), a, b);
  if (ofObjects >= leastCommon) return { by: 'values', share: ofObjects };
  const ofKeys = leastShare(commonOf(heap, a.keys, b.keys, a.gained.length), a, b);
  return ofKeys >= leastCommon ? { by: 'keys', share: ofKeys } : undefined;
}

/** What is in both, by the interval in which it was born. */
function commonOf(
  heap: AgedHeap,
  a: ReadonlySet<NodeIndex>,
  b: ReadonlySet<NodeIndex>,
  intervals: number,
): readonly number[] {
  const counts = new Array<number>(intervals).fill(0);
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  for (const node of fewer) if (more.has(node)) counts[heap.birth[node] - 1]++;
  return counts;
}

/** Of the place with fewer new entries, in the interval in which it is smallest. */
function leastShare(common: readonly number[], a: ThingsHeld, b: ThingsHeld): number {
  const shares = common.map((count, k) => {
    const gained = Math.min(a.gained[k], b.gained[k]);
    return gained === 0 ? 0 : Math.min(1, count / gained);
  });
  return Math.min(...shares);
}
