import type { MemoryTrend } from './memory-trend.ts';
import type { Confidence } from './units.ts';

/**
 * `growth`: at least one suspect, or growth outside the JavaScript heap.
 * `possible`: growth was seen but not proven. `none`: judged and silent. `inconclusive`: could not judge.
 */
export type VerdictOutcome = (typeof verdictOutcomes)[number];
export const verdictOutcomes = ['growth', 'possible', 'none', 'inconclusive'] as const;

/** What kind of memory problem this is. */
export type ProblemKind = (typeof problemKinds)[number];
export const problemKinds = [
  'retained-objects',
  'external',
  'native',
  'children',
  'threads',
  'handles',
  'working-set',
  'warm-up',
  'none',
  'unknown',
] as const;

/** The one answer of a report. */
export interface Verdict {
  /**
   * `growth`: memory grows. `possible`: growth was seen but not proven. `none`: each part that was asked about was judged,
   * and none grows. `inconclusive`: something could not be judged.
   */
  readonly outcome: VerdictOutcome;
  /** What kind of memory problem this is. */
  readonly problem: ProblemKind;
  /** One sentence in lower case without a full stop: the fact, with its numbers. */
  readonly sentence: string;
  /** How sure the verdict is, from 0 to 1. */
  readonly confidence: Confidence;
  /** What was measured to say so, the strongest first. */
  readonly evidence: readonly string[];
  /** What to do next, in words. */
  readonly next: readonly string[];
  /** Each part of memory by itself. Absent in reports of earlier versions. `none` needs every part that was asked about. */
  readonly parts?: readonly JudgedPart[];
}

/**
 * `heap`: the JavaScript heap. `external`: what its objects hold outside it, ArrayBuffers included. `native`: what is
 * resident and neither of the two. `resident`: all three together, if nothing tells them apart.
 */
export const parts = ['heap', 'external', 'native', 'resident', 'children', 'handles', 'threads'] as const;
export type PartName = (typeof parts)[number];

export type PartState = 'grows' | 'does-not-grow' | 'not-judged';

/** One part of what a process takes, judged by itself. */
export interface JudgedPart {
  /**
   * `heap`: the JavaScript heap. `external`: what its objects hold outside it. `native`: what is resident and neither of
   * the two. `resident`: all three together, if nothing tells them apart.
   */
  readonly name: PartName;
  /** Whether it grows. */
  readonly state: PartState;
  /** What was measured, or why it could not be judged, in words. */
  readonly reason: string;
  /** Before: bytes, or a number of children, handles or threads. Absent if it was not measured. */
  readonly first?: number;
  /** After, in the same unit. */
  readonly last?: number;
  /** The rate, in the same unit per hour. Given if it grows. */
  readonly perHour?: number;
}

/** One process among several, judged by telemetry. */
export interface ProcessVerdict {
  /** A process id, or the name of a container. */
  readonly pid?: string;
  /** From 1, if the process was restarted. */
  readonly life?: number;
  /** What the report says about it. */
  readonly verdict: Verdict;
  /** Where its memory went. */
  readonly memory: MemoryTrend;
}
