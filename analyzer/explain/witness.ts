import type { Suspect } from '../../format/suspect.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { Details } from '../details.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';

export interface ExplainedFinding {
  readonly finding: GrowthFinding;
  readonly suspect: Suspect;
}

/**
 * Sees what a search for suspects reads while it is in memory, because heaps are large and are released as soon as they
 * are read. If a torn capture makes a search start again, its witness sees everything again. What it needs decides how
 * much of the earlier captures is read.
 */
export type Witness = WitnessOfLastHeap | WitnessOfEveryHeap;

export interface WitnessOfLastHeap {
  readonly needs: 'last heap';
  /** What was found in the last capture, before suspects with a common cause are merged. */
  suspects(heap: AgedHeap, found: readonly ExplainedFinding[]): void;
}

export interface WitnessOfEveryHeap extends Omit<WitnessOfLastHeap, 'needs'> {
  readonly needs: 'every heap';
  /** Each capture, whole, in no promised order; its strings are closed afterwards. */
  heap(heap: AgedHeap, source: CaptureSource): void;
}

/** Shows a heap to a witness who needs all of them. */
export function show(witness: Witness | undefined, heap: AgedHeap, source: CaptureSource): void {
  if (witness?.needs === 'every heap') witness.heap(heap, source);
}

/** Two witnesses of one search as one, who needs what either needs. */
export function both(first: Witness, second: Witness): Witness {
  const suspects: Witness['suspects'] = (heap, found) => {
    first.suspects(heap, found);
    second.suspects(heap, found);
  };
  if (first.needs === 'last heap' && second.needs === 'last heap') return { needs: 'last heap', suspects };
  return {
    needs: 'every heap',
    heap(heap, source) {
      show(first, heap, source);
      show(second, heap, source);
    },
    suspects,
  };
}

/**
 * The same witness, whose faults do not end the search.
 * @param what is missing if it fails, as the reader knows it
 */
export function guarded(witness: Witness, what: string, details: Details): Witness {
  const suspects: Witness['suspects'] = (heap, found) =>
    details.add(what, undefined, () => witness.suspects(heap, found));
  if (witness.needs === 'last heap') return { needs: 'last heap', suspects };
  return {
    needs: 'every heap',
    heap: (heap, source) => details.add(what, undefined, () => witness.heap(heap, source)),
    suspects,
  };
}
