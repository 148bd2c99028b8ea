import type { GrowthSign } from '../../format/ledger-judgement.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { TimeLeft } from '../../format/memory-trend.ts';
import type { RingSites, RingSuspect } from '../../format/ring-entry.ts';
import type { Rung } from '../../format/rungs.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { ProblemKind } from '../../format/verdict.ts';
import type { CaptureEvent, DeathEvent, WatchEvent } from '../../format/watch-event.ts';
import type { ProcessConnection } from '../connection.ts';
import type { RecordingPlan } from '../session/plan/plan.ts';
import type { AlertRule } from './alert-measure.ts';
import type { AskedLooks } from './asked-looks.ts';
import type { WatchWish } from './watched-command.ts';

/** How to watch, and what to do with what is seen. */
export interface WatchSetting {
  readonly wish: WatchWish;
  /** Where recordings are kept. */
  readonly folder: string;
  /** They may take this much disk together. */
  readonly budget: Bytes;
  /** How a close look is recorded: a plan with a window, or with visits. Absent if there is to be none. */
  readonly plan: RecordingPlan | undefined;
  /** The heaviest look at the heap that is allowed. */
  readonly maxRung?: Rung;
  /** The shortest time between two close looks, and between two tellings of the same. */
  readonly spacing: Millis;
  readonly rules: readonly AlertRule[];
  /** The time between two samples of memory: while it moves, and while it rests. */
  readonly ledgerEvery: Millis;
  readonly ledgerAtRest: Millis;
  readonly summaryEvery: Millis;
  readonly judgeEvery: Millis;
  /** The time between two profiles of sampled allocations; none are taken if absent. */
  readonly profileEvery?: Millis | undefined;
  /** The last evidence of each process may take this much disk. */
  readonly ringSize: Bytes;
  /** Looks that are asked for from outside; absent if nobody can ask. */
  readonly asked?: AskedLooks;
  readonly attach: (pid: number) => Promise<ProcessConnection>;
  /** Asked before each close look, with the folder that it will write. Never rejects. */
  readonly announce?: ((recording: string) => Promise<AnnouncedLook>) | undefined;
  readonly judge: (samples: readonly MemorySample[]) => LedgerSigns;
  /** Analyzes a recording; aborted when nobody waits for it. Never rejects. */
  readonly explain: (recording: string, signal: AbortSignal) => Promise<Explained>;
  /** The sites of sampled allocations that stay alive, by the profiles in this recording. Never rejects. */
  readonly sites: (
    recording: string,
    signal: AbortSignal,
  ) => Promise<Omit<RingSites, 'kind' | 'at'> | undefined>;
  /** What the ring of a process that is gone says, beside these samples of its whole life. Never rejects. */
  readonly autopsy: (ring: string, samples: readonly MemorySample[]) => Promise<Death | undefined>;
  /** @param ours the part of resident memory that our own captures left in the process */
  readonly onSample: (sample: MemorySample, pid: number, ours: Bytes) => void;
  readonly onEvent: (event: WatchEvent) => void;
}

/** A close look that others know of. */
export interface AnnouncedLook {
  /** Why it must not begin, in words; absent if it may. */
  readonly refusal?: string;
  /** Told when it is over, or was refused. Never rejects. */
  readonly over: (isRecorded: boolean) => Promise<void>;
}

/** What the samples of one process say of its growth. */
export interface LedgerSigns {
  readonly growth?: GrowthSign & { readonly problem: ProblemKind; readonly confidence: number };
  /** The soonest first. */
  readonly timeLeft: readonly TimeLeft[];
  /** Whether it takes more samples to say: collections in between must not be missed. */
  readonly undecided?: boolean;
}

/** What is said of a process that is gone. */
export type Death = Pick<DeathEvent, 'cause' | 'sentence' | 'confidence' | 'holder'>;

export type Explained = Pick<CaptureEvent, 'verdict' | 'report' | 'page' | 'failure' | 'elsewhere'> & {
  /** Whom the report names first. */
  readonly suspect?: RingSuspect;
};
