import type { Coverage, Interval } from '../../format/coverage.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { FindOptions } from '../capture-source.ts';
import type { Details } from '../details.ts';
import type { Witness } from '../explain/witness.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { Originals } from '../graph/originals.ts';
import type { EngineGaps } from '../heap/engine.ts';
import type { DatedCapture } from './capture-order.ts';

export interface FoundSuspects {
  /** The most likely first. */
  readonly suspects: readonly Suspect[];
  /** What gained less in each interval and is nearly full, in words: no suspects, and no all-clear. */
  readonly nearlyFull: readonly string[];
  readonly method: Coverage['method'];
  readonly intervals: readonly Interval[];
  /** What the captures cannot show, in words. */
  readonly notSeen: readonly string[];
  /** What this analysis could not rely on, in words. */
  readonly limits: readonly string[];
  /** Total size of the heap at each capture, in order of time. */
  readonly heap: {
    readonly sizes: readonly Bytes[];
    /** As the pulses counted it at each moment that dates the one capture. */
    readonly atPulses?: readonly Bytes[];
  };
  /** How many visits there were, if nothing else looked at the heap. */
  readonly visits?: number;
}

export type Explained = Pick<FoundSuspects, 'suspects' | 'nearlyFull'>;

/** What every search goes by, however it dates its captures. */
export interface Search {
  readonly onProgress: NonNullable<FindOptions['onProgress']>;
  readonly maxMemory: FindOptions['maxMemory'];
  readonly operationsPerInterval: FindOptions['operationsPerInterval'];
  readonly expectedEnds: FindOptions['expectedEnds'];
  readonly startedAt: EpochMillis | undefined;
  readonly witness: Witness | undefined;
  readonly originals: Originals | undefined;
  readonly modules: ModuleNames | undefined;
  /** Runs what only adds to what was found. */
  readonly details: Details;
}

export function foundIn(
  captures: readonly DatedCapture[],
  intervals: readonly Interval[],
  method: Coverage['method'],
  explained: Explained,
  { notSeen, limits }: EngineGaps,
): FoundSuspects {
  const sizes = captures.map((capture) => capture.heapSize);
  return { ...explained, method, intervals, notSeen, limits, heap: { sizes } };
}
