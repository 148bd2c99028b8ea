import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** One of those that hold what piles up. */
export interface EntryHolder {
  readonly node: NodeIndex;
  /** The share of the entries that it reaches, 0 to 1. */
  readonly share: number;
}
