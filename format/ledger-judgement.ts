import type { PartName } from './verdict.ts';

/** What a look at the ledger says about growth, to decide whether to look closer. */
export interface GrowthSign {
  /** The fact, in words. */
  readonly sentence: string;
  /** False if a heap snapshot would not show who holds what grows: native memory, child processes. */
  readonly inHeap: boolean;
}

/** What the ledger alone shows so far. */
export interface LedgerState {
  /** What cannot be judged yet beside the heap, which the captures judge. */
  readonly unjudged: readonly PartName[];
  /** The heap itself gains: then captures have more to say than a longer wait. */
  readonly heapRises: boolean;
}
