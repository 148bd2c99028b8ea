import type { ResidentTrend } from './resident-trend.ts';
import type { Survivors } from './suspect.ts';
import type { Bytes, Millis } from './units.ts';

/** What pulses counted: all objects of the heap, whatever holds them. */
export interface PulseTrend {
  /** How many pulses there were. */
  readonly pulses: number;
  /** At the last pulse, by the interval between pulses they were born in. Index 0 is before the first pulse. */
  readonly survivors: Survivors;
  /** Objects that the middle interval (the median) keeps. The first and the newest, still in flight, are left out. */
  readonly objectsPerInterval: number;
  /** Bytes that the middle interval keeps. */
  readonly bytesPerInterval: Bytes;
  /** Objects that all of these intervals keep, over their time. */
  readonly objectsPerHour?: number;
  /** Bytes that all of these intervals keep, over their time. */
  readonly bytesPerHour?: Bytes;
  /** Objects for each operation. Given if operations were counted at the pulses. */
  readonly objectsPerOperation?: number;
}

/** The ledger in short: where memory went over the recording. */
export interface MemoryTrend {
  /** How long it was, in milliseconds. */
  readonly duration: Millis;
  /** How many samples it has. */
  readonly samples: number;
  /** One row for each kind of memory that was measured. */
  readonly series: readonly MemorySeries[];
  /** What captures added to resident memory. heaptrail caused it, and it stays in the process for a while. */
  readonly byCaptures?: Bytes;
  /** Where resident memory is, by part. Absent if nothing read it. */
  readonly resident?: ResidentTrend;
  /** How long until each known limit at the measured rates, the soonest first. */
  readonly timeLeft?: readonly TimeLeft[];
  /** Nothing told the time of the samples: each rate `perHour` is one per sample, and there is no duration. */
  readonly perSample?: true;
}

/** How long until memory reaches a limit. */
export interface TimeLeft {
  /** Which limit. */
  readonly limit: 'heap limit' | 'cgroup limit' | 'memory of the machine' | 'given limit';
  /** What is still free below the limit, in bytes. */
  readonly room: Bytes;
  /** How long it lasts at the measured rate, in milliseconds. */
  readonly left: Millis;
}

/** What is judged of telemetry that knows neither resident memory nor the heap. */
export type StandInSeries =
  | 'rssAnonymous'
  | 'cgroupUsage'
  | 'machineUsed'
  | 'heapTotal'
  | 'swap'
  | 'virtualSize';

/** One kind of memory over time. */
export interface MemorySeries {
  /** What was measured: bytes, or a number for children, threads, descriptors and handles. */
  readonly name:
    | 'rss'
    | 'heapUsed'
    | 'external'
    | 'arrayBuffers'
    | 'native'
    | 'children'
    | 'childrenRss'
    | 'threads'
    | 'descriptors'
    | 'handles'
    | StandInSeries;
  /** At the start. */
  readonly first: number;
  /** At the end. */
  readonly last: number;
  /** Robust slope per hour of the floor after collections. */
  readonly perHour: number;
  /** True if the ledger is too short or too noisy for the slope to mean anything. */
  readonly unsure?: boolean;
}
