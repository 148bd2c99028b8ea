import type { HeapSummary } from '../../format/heap-summary.ts';
import type { PeakClass, PeakSubject } from '../../format/peak.ts';
import type { Bytes } from '../../format/units.ts';
import { summarizeHeap } from '../heap-summary/summarize-heap.ts';
import { withInternalsFolded } from '../inventory/engine-internals.ts';
import { type Inventory, openInventory } from '../inventory/open-inventory.ts';
import { openSource } from '../recording/open-source.ts';
import { sum } from '../totals.ts';
import { sourceMapsIn } from './source-maps.ts';
import { subjectsOf } from './subjects.ts';

/** What one capture says of the peak. */
export interface ExplainedHeap {
  readonly summary: HeapSummary;
  readonly classes: readonly PeakClass[];
  readonly subjects: readonly PeakSubject[];
  /** What goes if all source maps go. */
  readonly sourceMaps: { readonly objects: number; readonly bytes: Bytes };
}

const mostClasses = 8;
const mostSubjects = 12;

/**
 * Reads a recording with one capture.
 * @param directory of the program
 * @throws UserError if it cannot be read
 */
export function explainHeap(recording: string, directory: string): ExplainedHeap {
  const inventory = openInventory(openSource([recording]));
  try {
    return {
      summary: summarizeHeap(inventory.heap, inventory.source),
      classes: classesOf(inventory),
      subjects: subjectsOf(inventory, directory).slice(0, mostSubjects),
      sourceMaps: sourceMapsIn(inventory),
    };
  } finally {
    inventory.close();
  }
}

function classesOf({ census }: Inventory): readonly PeakClass[] {
  return withInternalsFolded(census)
    .classes.map(({ name, counts, bytes }) => ({ name, objects: sum(counts), bytes: sum(bytes) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, mostClasses);
}
