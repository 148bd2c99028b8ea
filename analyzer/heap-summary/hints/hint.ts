import type { SizeHintKind } from '../../../format/heap-summary.ts';
import type { Inventory } from '../../inventory/open-inventory.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';

/** A size that deserves a look, and the object it is about. */
export interface FoundHint {
  readonly kind: SizeHintKind;
  readonly node: NodeIndex;
  readonly text: string;
  /** True if the snapshot cannot prove it. */
  readonly guess: boolean;
}

/** Looks for one kind of size; the largest first. */
export type HintFinder = (inventory: Inventory) => readonly FoundHint[];
