import type { Bytes, EpochMillis, Millis } from './units.ts';

/**
 * The JSON report, a contract: fields are added, never changed in meaning within one schema version.
 * Text, page and CI formats are all drawn from it; no other door leads out of the analyzer.
 */
export const reportSchemaVersion = 1;

export interface Report {
  readonly schemaVersion: typeof reportSchemaVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly createdAt: EpochMillis;
  readonly verdict: Verdict;
  /** The most likely first. */
  readonly suspects: readonly Suspect[];
  /** What a configuration took out of the verdict; absent where none was applied. */
  readonly suppressed?: readonly SuppressedSuspect[];
  /** How the suspects compare with those that a project has accepted; absent where none were looked at. */
  readonly baseline?: readonly BaselineEntry[];
  readonly intervals: readonly Interval[];
  readonly coverage: Coverage;
  readonly target?: ReportTarget;
  readonly memory?: MemoryTrend;
  readonly pulses?: PulseTrend;
  /** Absent where allocations were not sampled. */
  readonly allocations?: SampledGrowth;
  /** Where telemetry tells of several processes, or of one that was restarted: each by itself, the worst first. */
  readonly processes?: readonly ProcessVerdict[];
  /** Where several heaps were recorded (of processes, of worker threads): each with its own report, the worst first. */
  readonly heaps?: readonly HeapReport[];
}

/** One heap among several. */
export interface HeapReport {
  /** How the reader knows it: `process 4123 (worker 3 of cluster)`, `worker thread 2 (index.mjs) of process 4123`. */
  readonly name: string;
  readonly pid?: number;
  /** The id of the worker thread, where it is one's. */
  readonly thread?: number;
  /** It ended by itself while others were still recorded: what it held is gone with it. */
  readonly ended?: true;
  readonly report: Report;
}

export interface ReportTarget {
  readonly pid: number;
  readonly runtime: string;
  readonly version: string;
  readonly command: string;
  /** The working directory of the program, which places in its code are relative to. */
  readonly directory?: string;
}

/**
 * `growth`: at least one suspect, or growth outside the JavaScript heap.
 * `possible`: growth was seen but not proven. `none`: judged and silent. `inconclusive`: could not judge.
 */
export type VerdictOutcome = 'growth' | 'possible' | 'none' | 'inconclusive';

/** What kind of memory problem this is. */
export type ProblemKind =
  | 'retained-objects'
  | 'external'
  | 'native'
  | 'children'
  | 'threads'
  | 'handles'
  | 'working-set'
  | 'warm-up'
  | 'none'
  | 'unknown';

export interface Verdict {
  readonly outcome: VerdictOutcome;
  readonly problem: ProblemKind;
  /** One sentence in lower case without a full stop: the fact, with its numbers. */
  readonly sentence: string;
  readonly confidence: Confidence;
  /** What was measured to say so, strongest first. */
  readonly evidence: readonly string[];
  /** What to do next, in words. */
  readonly next: readonly string[];
  /** Each part by itself; absent in reports of earlier versions. `none` needs every part that was asked about. */
  readonly parts?: readonly JudgedPart[];
}

/**
 * `heap`: the JavaScript heap. `external`: what its objects hold outside of it, ArrayBuffers included. `native`: what is
 * resident and neither of the two. `resident`: all three together, where nothing tells them apart.
 */
export const parts = ['heap', 'external', 'native', 'resident', 'children', 'handles', 'threads'] as const;
export type PartName = (typeof parts)[number];

export type PartState = 'grows' | 'does-not-grow' | 'not-judged';

/** One part of what a process takes, judged by itself. */
export interface JudgedPart {
  readonly name: PartName;
  readonly state: PartState;
  /** What was measured, or why it could not be judged, in words. */
  readonly reason: string;
  /** Bytes, or a number for children, handles and threads: before and after; absent where it was not measured. */
  readonly first?: number;
  readonly last?: number;
  /** Given where it grows. */
  readonly perHour?: number;
}

/** From 0 to 1; computed from evidence, never felt. */
export type Confidence = number;

/** One stretch between two captures; survivors and growth are given per interval. */
export interface Interval {
  readonly from: string;
  readonly to: string;
  readonly duration?: Millis;
  /** How many operations the target counted in it, where it could count. */
  readonly operations?: number;
}

export type SuspectKind =
  | 'map'
  | 'set'
  | 'weak-map'
  | 'array'
  | 'queue'
  | 'dictionary'
  | 'listeners'
  | 'string-buffer'
  | 'buffer'
  | 'timers'
  | 'promises'
  | 'closures'
  | 'linked-list'
  | 'handles'
  | 'objects';

export interface Suspect {
  /** Eight hex digits from the path's classes and edge names: the same leak has the same one in every run. */
  readonly fingerprint: string;
  readonly kind: SuspectKind;
  /** The fact in one line, without the fingerprint. */
  readonly title: string;
  readonly confidence: Confidence;
  /** False where growth was seen in the last capture but the earlier ones do not prove it, or it may end by itself. */
  readonly confirmed: boolean;
  /** It gains less from interval to interval, as a cache does that fills. */
  readonly slowing?: true;
  /** From a root to the holder and on to what piles up. */
  readonly path: readonly PathStep[];
  /** Everything that holds the growing objects: clearing one of several is not enough. */
  readonly holders: readonly Holder[];
  readonly survivors: Survivors;
  readonly growth: Growth;
  /** The share of the growing bytes that is outside the JavaScript heap (ArrayBuffers), 0 to 1. */
  readonly externalShare: number;
  /** What the holder keeps alive alone. */
  readonly retainedSize: Bytes;
  /** The size as every format prints it, from the figures beside it; in JSON. */
  readonly size?: SuspectSize;
  /** If several hold it: what has to happen before it is freed; in JSON. */
  readonly release?: string;
  /** The class of one growing entry, as a reader would call it. */
  readonly entryClass: string;
  readonly entryCount: number;
  readonly evidence: readonly string[];
  readonly remedy: readonly string[];
  /** Who allocates what it gains, where allocations were sampled or counted and some could be joined to it. */
  readonly allocations?: SuspectAllocations;
  /** Where several heaps were recorded: the names of those in which it grows, the worst first. */
  readonly heaps?: readonly string[];
}

/**
 * Allocations that were joined to a suspect. Sampled ones are an estimate, by stacks and not by objects; where the stack
 * of every allocation was recorded, its objects that were born in the last interval are counted.
 */
export interface SuspectAllocations {
  /** True where every object was counted; absent where allocations were sampled. */
  readonly counted?: true;
  /** How sure it is that these calls allocate what the suspect gains. */
  readonly confidence: Confidence;
  /** Why they were joined, strongest first. */
  readonly evidence: readonly string[];
  /** The largest first. */
  readonly sites: readonly AllocationSite[];
  /**
   * Their bytes per interval as a share of the suspect's growth: below 1.5, as what keeps more alive is not its origin.
   * Absent if sampling cannot tell it: most of the growth is outside of the heap, or the samples are too few.
   */
  readonly share?: number;
}

/** One function that allocates, with all stacks of calls that lead to it. Sizes are estimates where they were sampled. */
export interface AllocationSite {
  /** The innermost function of the program itself; of a dependency only if the program has no part in it. */
  readonly frame: StackFrame;
  /** The largest first. */
  readonly stacks: readonly AllocationStack[];
  /** Alive at the end. */
  readonly bytes: Bytes;
  /** What was born in the middle interval (the median) and is alive at the end. */
  readonly bytesPerInterval: Bytes;
  /** How many samples that were born since the first capture stand behind it: fewer are less sure. */
  readonly samples: number;
  /** Where they were counted, how many; each object is also one of `samples`, and the interval is the last one. */
  readonly objects?: number;
  /** The suspect that it was joined to. */
  readonly suspect?: string;
  /** Its share of all growth that was sampled, 0 to 1; given with the functions of the whole program. */
  readonly share?: number;
}

export interface AllocationStack {
  /** The innermost call first. */
  readonly frames: readonly StackFrame[];
  readonly bytes: Bytes;
  readonly bytesPerInterval: Bytes;
  /** Where they were counted, how many. */
  readonly objects?: number;
  /** Of all stacks of the site or suspect that it is given with, by what was born since the first capture, 0 to 1. */
  readonly share: number;
}

/** A function, and where it is written: sampling does not say on which of its lines it allocates. */
export interface StackFrame {
  readonly function: string;
  /** Named as in paths, `node:…` for Node's own; empty for functions of the engine. */
  readonly file: string;
  /** From 1, as the column; 0 for functions of the engine. */
  readonly line: number;
  readonly column: number;
  /** True for code in `node_modules`. */
  readonly dependency?: true;
}

/** What sampling saw of the whole program. */
export interface SampledGrowth {
  /** One sample stands for this many bytes, on average. */
  readonly interval: Bytes;
  readonly profiles: number;
  /** Functions whose allocations stay alive in every interval, the fastest first. */
  readonly sites: readonly AllocationSite[];
}

/** A suspect that a configuration or a baseline names, with the reason that it gives. */
export interface SuppressedSuspect {
  readonly suspect: Suspect;
  /**
   * `suppress`: growth that is wanted. `libraryLeaks`: a known fault of a dependency. `baseline`: it was there before, at
   * this rate or a higher one.
   */
  readonly list: 'suppress' | 'libraryLeaks' | 'baseline';
  readonly reason: string;
  /** The entry that named it. */
  readonly by: 'fingerprint' | 'path' | 'package';
  readonly matches: string;
}

/** `faster`: above the accepted rate. `gone`: accepted, and not seen any more. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly holder: string;
  readonly state: 'new' | 'faster' | 'accepted' | 'gone';
}

export interface PathStep {
  /** How the step before reaches this one, as in JavaScript: `.sessions`, `[]`, `#items`, `closure variable q`. Empty on the first. */
  readonly edge: string;
  /** The class or name of what is reached. */
  readonly name: string;
  readonly kind:
    | 'root'
    | 'module'
    | 'object'
    | 'closure'
    | 'scope'
    | 'collection'
    | 'native'
    | 'entry'
    | 'string'
    | 'chain';
  /** Where closures and objects were made, if the snapshot says so: `src/agent.mjs:16`. */
  readonly location?: string;
  /** Of an element, which one: the path says `[]`, as others of its kind are held alike. */
  readonly index?: number;
  /** If a variable holds this: where that is declared. */
  readonly declared?: string;
  /** The name as it runs, if a source map restored `name` (a class or function) or `edge` (a variable). */
  readonly minifiedName?: string;
  readonly minifiedEdge?: string;
  /** True on the edge along which the growth happens. */
  readonly growing?: boolean;
  /** How many links a collapsed chain has. */
  readonly repeats?: number;
}

export interface Holder {
  readonly name: string;
  /** The holder's path written as one JavaScript-like expression. */
  readonly expression: string;
  readonly path: readonly PathStep[];
  /** The share of the growing objects that this holder reaches, 0 to 1. */
  readonly share: number;
}

export interface SuspectSize {
  /** What `held` says it is. */
  readonly bytes: Bytes;
  /** `alone`: what the holder keeps alive by itself. `jointly`: what was born between captures, as nobody keeps it alone. */
  readonly held: 'alone' | 'jointly';
  /** The part of `bytes` that was born between captures. */
  readonly born: Bytes;
  /** What the first holder keeps alive by itself. */
  readonly alone: Bytes;
}

/** What is alive in the last capture, by the interval in which it was born: index 0 is before the first capture. */
export interface Survivors {
  readonly counts: readonly number[];
  readonly bytes: readonly Bytes[];
}

export interface Growth {
  /** The rates of the middle interval (the median). */
  readonly objectsPerInterval: number;
  readonly bytesPerInterval: Bytes;
  readonly bytesPerHour?: Bytes;
  readonly objectsPerHour?: number;
  /** Given where operations were counted. */
  readonly objectsPerOperation?: number;
}

/** What was looked at, and what could not be seen. */
export interface Coverage {
  readonly captures: number;
  readonly method: 'survivors-by-birth' | 'path-classes' | 'ledger-only';
  readonly notSeen: readonly string[];
  /** Torn files, refused captures, forced guards and other limits of this report, in words. */
  readonly limits: readonly string[];
}

/** What pulses counted: all objects of the heap, whoever holds them. */
export interface PulseTrend {
  readonly pulses: number;
  /** At the last pulse, by the interval between pulses they were born in: index 0 is before the first pulse. */
  readonly survivors: Survivors;
  /** What the middle interval (the median) keeps; the first and the newest, still in flight, are left out. */
  readonly objectsPerInterval: number;
  readonly bytesPerInterval: Bytes;
  /** What all of these intervals keep, over their time. */
  readonly objectsPerHour?: number;
  readonly bytesPerHour?: Bytes;
  /** Given where operations were counted at the pulses. */
  readonly objectsPerOperation?: number;
}

/** The ledger in short: where memory went over the recording. */
export interface MemoryTrend {
  readonly duration: Millis;
  readonly samples: number;
  readonly series: readonly MemorySeries[];
  /** What captures added to resident memory: it is ours, and stays in the process for a while. */
  readonly byCaptures?: Bytes;
  /** How long until each known limit at the measured rates, the soonest first. */
  readonly timeLeft?: readonly TimeLeft[];
  /** Nothing told the time of the samples: each rate `perHour` is one per sample, and there is no duration. */
  readonly perSample?: true;
}

export interface TimeLeft {
  readonly limit: 'heap limit' | 'cgroup limit' | 'memory of the machine' | 'given limit';
  /** What is still free below the limit. */
  readonly room: Bytes;
  readonly left: Millis;
}

export interface ProcessVerdict {
  /** A process id, or the name of a container. */
  readonly pid?: string;
  /** From 1, where the process was restarted. */
  readonly life?: number;
  readonly verdict: Verdict;
  readonly memory: MemoryTrend;
}

/** What is judged of telemetry that knows neither resident memory nor the heap. */
export type StandInSeries =
  | 'rssAnonymous'
  | 'cgroupUsage'
  | 'machineUsed'
  | 'heapTotal'
  | 'swap'
  | 'virtualSize';

export interface MemorySeries {
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
  readonly first: number;
  readonly last: number;
  /** Robust slope per hour of the floor after collections. */
  readonly perHour: number;
  /** True where the ledger is too short or too noisy for the slope to mean anything. */
  readonly unsure?: boolean;
}
