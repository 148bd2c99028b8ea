import { UserError } from '../../format/user-error.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import { type Inventory, type InventoryOptions, openInventory } from './open-inventory.ts';

/** Two captures of one process. */
export interface Comparison {
  readonly earlier: Inventory;
  readonly later: Inventory;
  /**
   * The earlier capture's number: what the later one has of births below it was there already. Absent if ids do not tell
   * which objects are the same, as of a process that was restarted.
   */
  readonly since: number | undefined;
  readonly close: () => void;
}

/**
 * Opens two captures of a recording or of loose snapshots at once.
 * @param since the earlier capture, counted from 1 in order of time
 * @throws UserError if there is no such capture, or it is not earlier
 */
export function openComparison(
  opened: OpenedRecording,
  since: number,
  options: InventoryOptions = {},
): Comparison {
  const later = openInventory(opened, options);
  try {
    requireEarlierNumber(later, since);
    const earlier = openInventory(opened, { ...options, capture: since });
    const close = () => {
      earlier.close();
      later.close();
    };
    const isDated = since < later.heap.intervals;
    return { earlier, later, since: isDated ? since : undefined, close };
  } catch (error) {
    later.close();
    throw error;
  }
}

/** What a reader has to know of two captures whose objects cannot be told to be the same. */
export const undatedNote =
  'the object ids of these captures do not match, as after a restart: new and gone are only differences in counts';

function requireEarlierNumber({ number, source }: Inventory, since: number): void {
  if (since < number) return;
  throw new UserError(
    'usage',
    number === 1
      ? `${source.label} is the first capture: there is no earlier one to compare it with`
      : `capture ${since} is not earlier than ${source.label}`,
    number === 1
      ? 'name a recording with several captures, or several snapshots'
      : `--since takes a number from 1 to ${number - 1}`,
  );
}

/** @throws UserError if objects of this capture cannot be dated by that one */
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
