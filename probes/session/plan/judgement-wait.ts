import type { LedgerState } from '../../../format/ledger-judgement.ts';
import type { Millis } from '../../../format/units.ts';

export interface JudgementWait {
  readonly least: Millis;
  readonly most: Millis;
  readonly isOver: (state: LedgerState) => boolean;
}

/**
 * Before the first capture: nobody disturbs memory yet, and a quarter of a minute shows that native memory stays. Where
 * it rises, a minute shows whether it does so for good. A heap that rises hides it, and is captured soon.
 */
export const beforeCaptures: JudgementWait = {
  least: 15_000,
  most: 75_000,
  isOver: ({ unjudged, heapRises }) => heapRises || !unjudged.includes('native'),
};

/** After the last one, for what is still open: a heap that was seen to grow needs no further all-clear. */
export const afterCaptures: JudgementWait = {
  least: 0,
  most: 60_000,
  isOver: ({ unjudged, heapRises }) => heapRises || unjudged.length === 0,
};
