import type { AnalysisQueue } from '../../fleet/queue/analysis-queue.ts';
import type { Millis } from '../../format/units.ts';
import type { Store } from '../../store/store.ts';

/** What a watch does with a store. */
export interface StoreSetting {
  readonly store: Store;
  /** Whether recordings go there too, and stay. */
  readonly sendRecordings: boolean;
  /** Who analyzes them, if it is not done here. */
  readonly queue?: AnalysisQueue;
  /** How many processes of one service may be looked at closely at once, and how long a look may take. */
  readonly turns?: { readonly atOnce: number; readonly length: Millis };
}
