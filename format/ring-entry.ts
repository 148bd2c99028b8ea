import type { AllocationSite } from './allocations.ts';
import type { MemorySample } from './memory-sample.ts';
import type { TargetDescription } from './recording.ts';
import type { Bytes, Confidence, EpochMillis, Share } from './units.ts';
import type { ProblemKind } from './verdict.ts';

/**
 * The ring of a watch: the last light evidence of one process, kept outside it, so that something is known when it is
 * dead. A folder `ring-PID-TIME/` with two files of such lines. One is written, and when it is full the other one is
 * begun anew, with what must not be lost at its head.
 */
export const ringFiles = ['a.ndjson', 'b.ndjson'] as const;
export const ringFolder = /^ring-\d+-[\d-]+$/;

/**
 * One line of a ring. Another kind of light evidence is one more type here; a reader leaves out the kinds that it does
 * not know.
 */
export type RingEntry =
  | RingTarget
  | RingSample
  | RingSurroundings
  | RingSites
  | RingGrowth
  | RingLook
  | RingRefusal
  | RingDeath;

interface At {
  readonly at: EpochMillis;
}

export interface RingTarget extends At {
  readonly kind: 'target';
  readonly target: TargetDescription;
}

export interface RingSample extends At {
  readonly kind: 'sample';
  readonly memory: MemorySample;
}

/** What the kernel says about the memory around the process. */
export interface RingSurroundings extends At {
  readonly kind: 'surroundings';
  /** How many processes of its control group the kernel has killed for memory so far. */
  readonly oomKills?: number;
  /** How often the control group was at its limit so far. */
  readonly limitHits?: number;
  /** The share of the last ten seconds in which something waited for memory. */
  readonly pressure?: Share;
}

/** The calls whose sampled allocations stay alive, the fastest first. */
export interface RingSites extends At {
  readonly kind: 'sites';
  readonly profiles: number;
  readonly sites: readonly AllocationSite[];
}

/** The ledger proved growth. */
export interface RingGrowth extends At {
  readonly kind: 'growth';
  readonly problem: ProblemKind;
  readonly sentence: string;
  readonly confidence: Confidence;
}

/** A close look, and whom it names first. */
export interface RingLook extends At {
  readonly kind: 'look';
  readonly recording: string;
  readonly sentence: string;
  readonly confidence: Confidence;
  readonly suspect?: RingSuspect;
}

export interface RingSuspect {
  /** The fact in one line. */
  readonly title: string;
  /** The holder as an expression. */
  readonly expression: string;
  readonly confidence: Confidence;
  readonly bytesPerHour?: Bytes;
}

export interface RingRefusal extends At {
  readonly kind: 'refused';
  readonly cause: string;
  readonly reason: string;
}

/** The process is gone. */
export interface RingDeath extends At {
  readonly kind: 'death';
  /** How the connection ended, in words. */
  readonly reason: string;
  /** How many processes of its control group the kernel killed for memory since the sample before. */
  readonly oomKills?: number;
  /** What ended it, if the kernel still told. */
  readonly signal?: string;
  readonly exitCode?: number;
  /** It did not say goodbye to its inspector, as a program does that leaves by itself. */
  readonly abrupt?: true;
}
