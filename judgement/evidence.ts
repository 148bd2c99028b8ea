import type { Bytes, Millis } from '../format/units.ts';
import type { BirthCheck } from './parameters/births.ts';
import type { LevelKind } from './parameters/levels.ts';
import type { Stretch } from './series/points.ts';

/** What the evidence was taken with. */
export type Source = 'captures' | 'pulses' | 'paths' | 'ledger' | 'sites' | 'census' | 'rounds' | 'pages';
export type Unit = 'bytes' | 'objects' | 'entries' | 'samples';

/** What may have made the intervals unequal: operations, durations. Each measure has one number per interval. */
export type Work = ReadonlyArray<readonly number[]>;

interface Seen {
  readonly source: Source;
  readonly unit: Unit;
}

/**
 * What lives at the end, by the interval in which it was born, and what was held at each moment.
 * A cache that evicts has survivors of every age too, but it holds no more than before.
 */
export interface BirthEvidence extends Seen {
  readonly kind: 'births';
  /** One more than there are intervals: index 0 is from before the first moment, and not judged. */
  readonly born: readonly number[];
  /** What was there at each moment, in the same unit; absent if nobody could be asked. */
  readonly held?: readonly number[];
  readonly check: BirthCheck;
  /** How many the runtime lets it hold: it drops or refuses what is more. */
  readonly limit?: number;
  /** What was released meanwhile, whenever it was born. */
  readonly released?: number;
  /** What was counted: a slowing growth is told by numbers, not by bytes. */
  readonly counts?: Counts;
  /** How many samples stand for each number of `born`, if it was sampled. */
  readonly samples?: readonly number[];
  readonly work?: Work;
}

/** Numbers of things, one per interval. */
export interface Counts {
  /** By each way of counting: what was born and lives, and by how much their container became larger. */
  readonly gains: ReadonlyArray<readonly number[]>;
  /** How many there are at the end, if they are in one container. */
  readonly held?: number;
}

/** What one place held at each moment: a value, the entries of a table, the floor of the heap. */
export interface LevelEvidence extends Seen {
  readonly kind: 'levels';
  readonly of: LevelKind;
  readonly held: readonly number[];
  /** How many of the last moment's cannot have been there at the moment before. */
  readonly newest?: number;
  /** What each interval has to bring at least, if the work in it says so. */
  readonly leastStep?: number;
  readonly work?: Work;
  /** How many a number beside it lets it hold, as its name says. */
  readonly limit?: number;
  /** How long its oldest entry has yet to stay, by its own word; below 0 it should have left that long ago. */
  readonly leavesIn?: Millis;
}

/** Objects that were born between two moments. */
export interface Generation {
  readonly alive: number;
  readonly bytes?: number;
  /** Once it has settled: how many lived at the first look after its own interval, when nothing was in flight. */
  readonly atFirst?: number;
  readonly operations?: number;
}

/** What is left of each generation, the oldest first; nothing was asked what holds it. */
export interface SurvivorEvidence extends Seen {
  readonly kind: 'survivors';
  readonly generations: readonly Generation[];
}

/** What is left of each round of one operation, and what they gained. */
export interface RoundEvidence extends Seen {
  readonly kind: 'rounds';
  readonly generations: readonly Generation[];
  /** What rounds gain per operation, the lowest quarter of them: what is compiled comes in lumps. */
  readonly bytesPerOperation: number;
  /** Of one round. */
  readonly operations: number;
}

/** The floor of a series of many points. */
export interface SeriesEvidence extends Seen {
  readonly kind: 'series';
  readonly floor: readonly Stretch[];
  /** The smallest gain that matters: below it a series is flat, however straight its line. */
  readonly least: number;
  /** How long was looked: the floor of a rising series ends where its last window begins. */
  readonly span?: Millis;
}

/** A size that was measured at captures, when a collection had just cleaned up: few points, but each of them a floor. */
export interface CapturedEvidence extends Seen {
  readonly kind: 'captured';
  readonly captured: Stretch;
  readonly least: number;
}

/** Memory that objects of the heap hold outside it until they are collected. */
export interface CollectedEvidence extends Seen {
  readonly kind: 'collected';
  readonly stretches: readonly Stretch[];
  /** The series from each capture to the next. */
  readonly afterCaptures: readonly Stretch[];
  readonly least: number;
  /** What full collections left of it; absent if the runtime does not tell of them. */
  readonly collected?: Stretch;
}

/** The heap: sizes of captures, else what collections left of it. */
export interface HeapEvidence extends Seen {
  readonly kind: 'heap';
  readonly used: Stretch;
  readonly captured: Stretch;
  readonly least: number;
  /** What full collections left, as the runtime told it. */
  readonly collected?: Stretch;
  /** Whether the runtime tells of each of them: then valleys between them are of scavenges. */
  readonly tellsCollections?: boolean;
}

/** Memory that is neither the heap's nor known to it, cut where captures disturbed it. */
export interface NativeEvidence extends Seen {
  readonly kind: 'native';
  /** The first one is from before the first capture. */
  readonly stretches: readonly Stretch[];
  readonly wasCaptured: boolean;
  /** What the engine had committed for its heap before the first capture: pages that it takes or gives back hide a leak. */
  readonly committed: Stretch;
  /** The same memory as the mappings of the process tell it, seldom; empty if they could not be read. */
  readonly measured: Stretch;
  readonly least: number;
}

/** What there is of each explanation for memory outside the heap, at one moment. Absent if it could not be measured. */
export interface CauseFigures {
  /** In blocks of the allocator that were not freed. */
  readonly inUse?: Bytes;
  /** Resident, in blocks that were freed. */
  readonly kept?: Bytes;
  readonly arenas?: number;
  /** Contents of ArrayBuffers, and what else objects of the heap hold outside it. */
  readonly buffers?: Bytes;
  readonly wasm?: Bytes;
  /** Resident pages of mapped files. */
  readonly files?: Bytes;
}

/** Where memory outside the heap is, at the first moment and the last. */
export interface NativeCauseEvidence extends Seen {
  readonly kind: 'native-cause';
  /** Whether resident memory outside the heap is proven to grow. */
  readonly isGrowing: boolean;
  /** What is counted and explains it, if something does. */
  readonly piles?: 'threads';
  readonly first: CauseFigures;
  readonly last: CauseFigures;
  /** By how much it grew in all. */
  readonly gain: Bytes;
  /** All that is resident at the end. */
  readonly resident: Bytes;
  /** What a collection gave back of what objects hold outside the heap; absent if there was none. */
  readonly returned?: Bytes;
}

/** What became of others like the one that owns the growth: other sessions, other connections. */
export interface EndsEvidence extends Seen {
  readonly kind: 'ends';
  /** How many were seen to end: they were there at an earlier moment, and their container has released them. */
  readonly ended: number;
  /** How many of these are freed at the last moment. */
  readonly freed: number;
  /** What grows, by interval. */
  readonly gains: readonly number[];
  /** How many end in each interval, if the person who recorded says so. */
  readonly expected?: number;
}

export type Evidence =
  | BirthEvidence
  | EndsEvidence
  | LevelEvidence
  | SurvivorEvidence
  | RoundEvidence
  | SeriesEvidence
  | CapturedEvidence
  | CollectedEvidence
  | HeapEvidence
  | NativeEvidence
  | NativeCauseEvidence;
