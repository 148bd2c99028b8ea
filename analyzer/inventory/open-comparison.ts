import { UserError } from '../../format/user-error.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import { type Inventory, type InventoryOptions, openInventory } from './open-inventory.ts';

/** Two captures of one process. */
export interface Comparison {
  readonly earlier: Inventory;
  readonly later: Inventory;
  /** The earlier capture's number: what the later one has of births below it was there already. */
  readonly since: number;
  readonly close: () => void;
}

/**
 * Opens two captures of a recording or of loose snapshots at once.
 * @param since the earlier capture, counted from 1 in order of time
 * @throws UserError where there is no such capture, or ids do not tell which objects are the same
 */
export function openComparison(
  opened: OpenedRecording,
  since: number,
  options: InventoryOptions = {},
): Comparison {
  const later = openInventory(opened, options);
  try {
    requireEarlier(later, since);
    const earlier = openInventory(opened, { ...options, capture: since });
    const close = () => {
      earlier.close();
      later.close();
    };
    return { earlier, later, since, close };
  } catch (error) {
    later.close();
    throw error;
  }
}

/** @throws UserError where objects of this capture cannot be dated by that one */
export function requireEarlier({ heap, source }: Inventory, since: number): void {
  const captures = heap.intervals;
  if (since < captures) return;
  throw new UserError(
    'usage',
    captures === 1
      ? `no earlier capture dates the objects of ${source.label}`
      : `capture ${since} is not earlier than ${source.label}`,
    captures === 1
      ? 'compare captures of one recording, or snapshots of one process'
      : `--since takes a number from 1 to ${captures - 1}`,
  );
}
