import * as v from 'valibot';
import type { Bytes, EpochMillis, Millis } from './units.ts';

/**
 * One line of a recording's visits: the program stood at some of its functions for a moment, and what was reached from
 * there was measured. A place is a container, a buffer or a string, known by its identity.
 */
export interface Visit {
  /** When the sizes were taken. */
  readonly at: EpochMillis;
  /** How long it took in all; the program ran for nearly all of it. */
  readonly duration: Millis;
  readonly stops: readonly VisitStop[];
  readonly places: readonly VisitedPlace[];
  /** What the target's operations expression gave. */
  readonly operations?: number;
  /** Present if all garbage was collected since the visit before. */
  readonly collected?: true;
  /** Present if it was a census: every large container was measured, however it is reached. */
  readonly census?: CensusOfHeap;
}

/** What a census counted. */
export interface CountedHeap {
  readonly objects: number;
  /** Maps, Sets and arrays, of any size. */
  readonly containers: number;
  /** ArrayBuffers, and what they take outside the heap. */
  readonly buffers: number;
  readonly bufferBytes: Bytes;
  /** Objects whose keys nobody had time to count: dictionaries among them were not seen. */
  readonly skipped: number;
}

export interface CensusOfHeap extends CountedHeap {
  /** For how long the program stood, as the recording saw it. */
  readonly held: Millis;
}

/** A function at which the program stood. */
export interface VisitStop {
  readonly function: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** For how long, as the recording saw it: the way of the messages included. */
  readonly held: Millis;
  /** From 1. */
  readonly column?: number;
  /** What sampling said of it before the first visit. */
  readonly allocates?: SampledFunction;
}

/** What a function itself allocated while calls were sampled, as far as it was alive at the end. */
export interface SampledFunction {
  readonly bytes: Bytes;
  readonly samples: number;
  /** For how long it was sampled. */
  readonly span: Millis;
}

export const placeKinds = ['map', 'set', 'array', 'dictionary', 'linked-list', 'buffer', 'string'] as const;
export type PlaceKind = (typeof placeKinds)[number];

export interface VisitedPlace {
  /** The same in all visits of a recording. */
  readonly id: number;
  /** Entries; bytes of a buffer, characters of a string. */
  readonly size: number;
  /** With the first size alone. */
  readonly kind?: PlaceKind;
  /**
   * From the module to the place: how each step is reached, its class, and what it is. One step `(census)` as long as no
   * visit has met it. With the first size, and again if a later visit came by a path that says more.
   */
  readonly path?: readonly VisitedStep[];
  /** The class of most of its newest entries, if it grew. */
  readonly entry?: string;
  /** About what one of them takes, if it grew. */
  readonly bytes?: Bytes;
  /** Whether the target of the oldest entry is still there, if the entries are weak references. */
  readonly weak?: 'alive' | 'gone';
  /** When its oldest entry is to leave by its own word, and the property that says so, if it grew. */
  readonly leaves?: EntryTime;
  /** The tightest limit beside it, by its name, that it has not passed, if it grew. */
  readonly limit?: LimitBeside;
  /** The stop of this visit that led to it, from 1. Absent if it was measured by its identity alone. */
  readonly stop?: number;
}

export interface EntryTime {
  readonly name: string;
  readonly at: EpochMillis;
}

export interface LimitBeside {
  readonly name: string;
  readonly value: number;
}

export type VisitedStep = readonly [edge: string, name: string, kind: string];

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const visitedPlaces: v.GenericSchema<unknown, readonly VisitedPlace[]> = v.array(
  v.object({
    id: count,
    size: amount,
    kind: v.exactOptional(v.picklist(placeKinds)),
    path: v.exactOptional(v.array(v.strictTuple([v.string(), v.string(), v.string()]))),
    entry: v.exactOptional(v.string()),
    bytes: v.exactOptional(amount),
    weak: v.exactOptional(v.picklist(['alive', 'gone'])),
    leaves: v.exactOptional(v.object({ name: v.string(), at: amount })),
    limit: v.exactOptional(v.object({ name: v.string(), value: count })),
    stop: v.exactOptional(count),
  }),
);

const counts = {
  objects: count,
  containers: count,
  buffers: count,
  bufferBytes: amount,
  skipped: count,
};
export const countedHeap: v.GenericSchema<unknown, CountedHeap> = v.object(counts);

export const visitShape: v.GenericSchema<unknown, Visit> = v.object({
  at: amount,
  duration: amount,
  stops: v.array(
    v.object({
      function: v.string(),
      file: v.string(),
      line: count,
      held: amount,
      column: v.exactOptional(count),
      allocates: v.exactOptional(v.object({ bytes: amount, samples: count, span: amount })),
    }),
  ),
  places: visitedPlaces,
  operations: v.exactOptional(v.pipe(v.number(), v.finite())),
  collected: v.exactOptional(v.literal(true)),
  census: v.exactOptional(v.object({ ...counts, held: amount })),
});
