import type { GrowthSign, LedgerState } from '../../../format/ledger-judgement.ts';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { PartName } from '../../../format/verdict.ts';
import type { Workload } from '../../workload/workload.ts';
import type { MeasuredCapture } from '../guards/capture-cost.ts';
import type { RecordingEvent } from '../series/recording-event.ts';
import type { Turn } from './capture-mutex.ts';

/** What a recording needs beside its target, its plan and its folder. */
export interface RunSetting {
  readonly onEvent: (event: RecordingEvent) => void;
  /** Aborted when the reader wants to stop. */
  readonly signal: AbortSignal;
  /** What grows, as far as the samples prove it; without it a window on growth never opens. */
  readonly growthIn?: (samples: readonly MemorySample[]) => GrowthSign | undefined;
  /** What the samples cannot judge yet; without it a plan that settles does not wait. */
  readonly unjudgedIn?: (samples: readonly MemorySample[], parts?: readonly PartName[]) => LedgerState;
  /** What has to be over before the first capture: it would disturb it. */
  readonly after?: Promise<void>;
  /** Takes a capture that disturbs the memory of another recording, which has to know. */
  readonly disturbing?: (capture: () => Promise<void>) => Promise<void>;
  /** Shared with all that is recorded at the same time: one of them captures at a time. */
  readonly turn?: Turn;
  /** Samples from before the recording that belong to its story, in order of time. */
  readonly before?: readonly MemorySample[];
  /** Processes that are recorded at the same time and judged by themselves. */
  readonly beside?: ReadonlySet<number>;
  /** What captures of the same process taught before. */
  readonly earlier?: MeasuredCapture | undefined;
  /** What makes the target work between captures; time passes if there is none. */
  readonly workload?: Workload | undefined;
}
