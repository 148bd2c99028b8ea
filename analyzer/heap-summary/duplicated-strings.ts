import type { DuplicatedStrings } from '../../format/heap-summary.ts';
import { listStrings } from '../inventory/list-strings.ts';
import type { Inventory } from '../inventory/open-inventory.ts';

const mostTold = 3;

/** Absent if nothing says which strings are the same. Never what they say. */
export function duplicatedStrings(inventory: Inventory): DuplicatedStrings | undefined {
  if (inventory.heap.graph.columns.gaps?.stringContents === false) return undefined;
  const { rows } = listStrings(inventory, 'duplicated');
  return {
    copies: rows.reduce((sum, { copies }) => sum + copies - 1, 0),
    waste: rows.reduce((sum, { waste }) => sum + waste, 0),
    largest: rows.slice(0, mostTold).map(({ copies, bytes, waste, heldAs }) => ({
      copies,
      bytes: Math.round(bytes / copies),
      waste,
      heldAs: /\((root|roots|GC roots)\)$/.test(heldAs) ? '' : heldAs,
    })),
  };
}
