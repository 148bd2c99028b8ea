import type { DeathCause, LikelyHolder } from './autopsy.ts';
import type { MemorySample } from './memory-sample.ts';
import type { TimeLeft } from './memory-trend.ts';
import type { Rung } from './rungs.ts';
import type { Bytes, EpochMillis, Millis } from './units.ts';
import type { ProblemKind, VerdictOutcome } from './verdict.ts';

/**
 * One line of what `heaptrail watch` says on stdout, and what it hands to commands and webhooks. A contract: fields and
 * events are added, never changed in meaning.
 */
export type WatchEvent =
  | StartedEvent
  | SampleEvent
  | GrowthEvent
  | AlertEvent
  | AskedEvent
  | CaptureEvent
  | RefusedEvent
  | LostEvent
  | DeathEvent
  | LedgerFailedEvent
  | RestartedEvent
  | DeliveryFailedEvent
  | StoreFailedEvent
  | EndedEvent;

interface OfProcess {
  readonly at: EpochMillis;
  readonly pid: number;
}

/** The process is attached, and its memory is recorded from here on. */
export interface StartedEvent extends OfProcess {
  readonly event: 'started';
  readonly runtime: string;
  readonly version: string;
  readonly command: string;
  /** Where recordings are kept. */
  readonly folder: string;
  readonly notes: readonly string[];
}

/** What memory is like, from time to time. */
export interface SampleEvent extends OfProcess {
  readonly event: 'sample';
  readonly memory: MemorySample;
  /** How many samples were taken since the event before. */
  readonly samples: number;
  /** The time between two of them now. */
  readonly every: Millis;
  /** The part of resident memory that our own captures left in the process; absent if that is nothing. */
  readonly ours?: Bytes;
}

/** The ledger proves that something grows. */
export interface GrowthEvent extends OfProcess {
  readonly event: 'growth';
  readonly problem: ProblemKind;
  readonly sentence: string;
  readonly confidence: number;
  /** The soonest first. */
  readonly timeLeft: readonly TimeLeft[];
}

/** A threshold was crossed. */
export interface AlertEvent extends OfProcess {
  readonly event: 'alert';
  /** As it was given: `rss=2GB`. */
  readonly rule: string;
  readonly sentence: string;
  /** Bytes, a share from 0 to 1, or milliseconds, as the rule counts; resident memory is without `ours`. */
  readonly value: number;
  /** The part of resident memory that our own captures left in the process; absent if that is nothing. */
  readonly ours?: Bytes;
}

/** A close look was asked for from outside. */
export interface AskedEvent extends OfProcess {
  readonly event: 'asked';
  /** Who asked and why, in words. */
  readonly sentence: string;
}

/** A close look at the process is over and was analyzed. */
export interface CaptureEvent extends OfProcess {
  readonly event: 'capture';
  /** The sentence of the growth or alert that it was for. */
  readonly cause: string;
  /** The folder of the recording. */
  readonly recording: string;
  readonly captures: number;
  /** If visits took the place of captures, how many there were. */
  readonly visits?: number;
  /** How long the process stood still for all of them, at most. */
  readonly pause: Millis;
  readonly size: Bytes;
  /** Absent if the analysis failed, and `failure` says why, or if it is made elsewhere. */
  readonly verdict?: {
    readonly outcome: VerdictOutcome;
    readonly sentence: string;
    readonly confidence: number;
  };
  readonly report?: string;
  readonly page?: string;
  readonly failure?: string;
  /** A worker analyzes the recording: its report will be in the store. */
  readonly elsewhere?: true;
}

/** A close look, or the process itself, was refused. */
export interface RefusedEvent extends OfProcess {
  readonly event: 'refused';
  readonly cause: string;
  readonly reason: string;
  /** What was taken in place of the captures that were refused. */
  readonly instead?: Rung;
  /** When it is tried again, if the cause still holds then; absent if it is not. */
  readonly retryAt?: EpochMillis;
}

/** The process ended, or the connection to it broke; what follows it is waited for. */
export interface LostEvent extends OfProcess {
  readonly event: 'lost';
  readonly reason: string;
}

/** The process is gone, and what the last evidence says about it. */
export interface DeathEvent extends OfProcess {
  readonly event: 'death';
  readonly cause: DeathCause;
  /** The death in one sentence. */
  readonly sentence: string;
  /** How sure the cause is. */
  readonly confidence: number;
  /** Who probably held the memory; absent if nothing names it. */
  readonly holder?: LikelyHolder;
  /** The folder with the last evidence, for `heaptrail autopsy`. */
  readonly ring: string;
}

/** Samples are not written to disk, but still judged. */
export interface LedgerFailedEvent extends OfProcess {
  readonly event: 'ledger-failed';
  readonly reason: string;
  readonly retryAt: EpochMillis;
}

/** The process ended, and another one with its command is watched now. */
export interface RestartedEvent extends OfProcess {
  readonly event: 'restarted';
  readonly before: number;
}

/** A command or a webhook did not take an event, or Pyroscope a profile. */
export interface DeliveryFailedEvent {
  readonly at: EpochMillis;
  readonly event: 'delivery-failed';
  readonly to: string;
  readonly of: WatchEvent['event'] | 'profile';
  readonly reason: string;
}

/** Reports do not arrive in the store; they wait on disk. */
export interface StoreFailedEvent {
  readonly at: EpochMillis;
  readonly event: 'store-failed';
  readonly reason: string;
  /** How many reports wait. */
  readonly waiting: number;
  /** When it is tried again; absent if the watch ends now: then the next one sends them. */
  readonly retryAt?: EpochMillis;
}

/** The watch is over. */
export interface EndedEvent {
  readonly at: EpochMillis;
  readonly event: 'ended';
  readonly reason: string;
}
