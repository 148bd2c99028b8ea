import type { Proof } from '../../judgement/proof.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { EntryHolder } from './entry-holder.ts';
import type { GrowingTable } from './growing-tables.ts';
import type { Holding } from './holders.ts';
import type { OthersOfMany } from './one-of-many.ts';
import type { GrowingSlot } from './replaced-slots.ts';

/** Objects that pile up below one or several holders. */
export interface PileFinding {
  readonly shape: 'pile';
  readonly holding: Holding;
  /** The strongest first; all of them have a holder in common. */
  readonly piles: readonly Accumulation[];
  /** Data bytes that the holders' persistent owners retained at each capture. */
  readonly retained: readonly number[];
  /** Data bytes by birth that the last capture says were added; index 0 is not judged. */
  readonly born: readonly number[];
  /** What the first holder contained over time, else another one, if it is a container that was there at every capture. */
  readonly container?: ContainerHistory;
  readonly bytesPerInterval: number;
  /** The part of all young bytes that is outside the JavaScript heap. */
  readonly externalBytes: number;
  readonly proof: Proof;
  /** If one of many owns it: what became of the others. */
  readonly others?: OthersOfMany;
}

export interface ContainerHistory {
  readonly node: NodeIndex;
  /** The entries of the last capture by birth. */
  readonly born: readonly number[];
  /** How many there were at each capture. */
  readonly entries: readonly number[];
  /** How many the runtime lets it hold, if it is a buffer of the runtime. */
  readonly limit?: number;
}

/** False for the top of a chain or a tree: what grows hangs below its entries, and their number says nothing. */
export function gainedEntries(container: ContainerHistory | undefined): container is ContainerHistory {
  return container?.born.slice(1).some((count) => count > 0) ?? false;
}

/** One value that is larger in every capture. */
export interface SlotFinding {
  readonly shape: 'slot';
  readonly holder: EntryHolder;
  readonly slot: GrowingSlot;
  /** Where the value is the table of a container: its entries. */
  readonly table?: GrowingTable;
  readonly bytesPerInterval: number;
  readonly proof: Proof;
  readonly others?: OthersOfMany;
}

export type GrowthFinding = PileFinding | SlotFinding;
