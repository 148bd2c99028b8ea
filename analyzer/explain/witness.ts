import type { Suspect } from '../../format/report.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';

export interface ExplainedFinding {
  readonly finding: GrowthFinding;
  readonly suspect: Suspect;
}

/**
 * Told of what a search for suspects has in hand while it has it, because heaps are large and are let go as soon as
 * they are read. Where a torn capture makes a search begin anew, its witness is told everything again.
 */
export interface Witness {
  /**
   * Each capture that was opened, in no promised order; its strings are closed afterwards. Absent where the witness does
   * not look at them: then the earlier captures need not be read whole.
   */
  heap?(heap: AgedHeap, source: CaptureSource): void;
  /** What was found in the last capture, before suspects with a common cause are merged. */
  suspects(heap: AgedHeap, found: readonly ExplainedFinding[]): void;
}

/** Two witnesses of one search; the second may be absent. */
export function both(first: Witness, second: Witness | undefined): Witness {
  if (second === undefined) return first;
  const heaps = [first, second].filter(({ heap }) => heap !== undefined);
  return {
    ...(heaps.length === 0
      ? {}
      : {
          heap(heap: AgedHeap, source: CaptureSource) {
            for (const witness of heaps) witness.heap?.(heap, source);
          },
        }),
    suspects(heap, found) {
      first.suspects(heap, found);
      second.suspects(heap, found);
    },
  };
}
