import type { SuspectAllocations } from './allocations.ts';
import type { Anatomy } from './anatomy.ts';
import type { Bytes, Confidence, Share } from './units.ts';

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

/** Eight hex digits from the path's classes and edge names: the same leak has the same one in every run. */
export type Fingerprint = string;

/** One thing that grows, and the other places in which the same growth is seen. */
export interface Suspect extends SingleSuspect {
  /** The same growth, seen in other places: what holds entries in common. Those that the program can cut first. */
  readonly parts?: readonly SuspectPart[];
}

/** Another place that gains what a suspect gains. */
export interface SuspectPart {
  /** Why it is the same growth. */
  readonly tie: GrowthTie;
  /** What would be told of it alone. */
  readonly suspect: SingleSuspect;
}

/** What the new entries of two places have in common. Equal numbers of them are never enough. */
export interface GrowthTie {
  /** `values`: the same objects are in both. `keys`: the same strings are. */
  readonly by: 'values' | 'keys';
  /** The place with which it has them in common, by its fingerprint. */
  readonly with: Fingerprint;
  /** The share of the new entries that are in both, in the interval in which it is smallest. */
  readonly share: Share;
}

/** One thing that grows: who holds it, why it is believed, what to do. */
export interface SingleSuspect {
  /** Eight hex digits from the path's classes and edge names. The same leak has the same ones in every run. */
  readonly fingerprint: Fingerprint;
  /** What kind of holder it is. */
  readonly kind: SuspectKind;
  /** The fact in one line, without the fingerprint. */
  readonly title: string;
  /** How sure it is that this is a leak, from 0 to 1. */
  readonly confidence: Confidence;
  /** False if growth was seen in the last capture but the earlier ones do not prove it, or it may end by itself. */
  readonly confirmed: boolean;
  /** It gains less from interval to interval, like a cache that is filling up. */
  readonly slowing?: true;
  /** What may end its growth and has not been reached yet, in words: a limit beside it, or the time at which entries expire. */
  readonly mayEnd?: string;
  /** One of many owns it that is still open, and others like it were freed when they ended: it may be state by design. */
  readonly ofOpenOwner?: true;
  /** From a root to the holder and on to what piles up. */
  readonly path: readonly PathStep[];
  /** Everything that holds the growing objects, each with its share of them. */
  readonly holders: readonly Holder[];
  /** What is alive in the last capture, by the interval in which it was born. */
  readonly survivors: Survivors;
  /** How fast it grows. */
  readonly growth: Growth;
  /** The share of the growing bytes that is outside the JavaScript heap (ArrayBuffers), from 0 to 1. */
  readonly externalShare: number;
  /** Bytes that only the holder keeps alive. */
  readonly retainedSize: Bytes;
  /** The size as every format prints it. JSON reports have it; it is made from the figures beside it. */
  readonly size?: SuspectSize;
  /** If several hold it: what must happen before it is freed. JSON reports have it; it is made from `holders`. */
  readonly release?: string;
  /** The class of one growing entry, as a reader would call it. */
  readonly entryClass: string;
  /** How many entries are alive in the last capture. */
  readonly entryCount: number;
  /** What a typical new entry is made of. Absent if what grows is one value, or no entry tells anything. */
  readonly anatomy?: Anatomy;
  /** What was measured, the strongest first. */
  readonly evidence: readonly string[];
  /** What to do, the most likely fix first. */
  readonly remedy: readonly string[];
  /** Who allocates what it gains. Given if allocations were sampled or counted and some could be joined to it. */
  readonly allocations?: SuspectAllocations;
  /** If several heaps were recorded: the names of those in which it grows, the worst first. */
  readonly heaps?: readonly string[];
}

/** One edge of a path with what it leads to. */
export interface PathStep {
  /** How the step before reaches this one, as in JavaScript: `.sessions`, `[]`, `#items`, `closure variable q`. Empty on the first. */
  readonly edge: string;
  /** The class or name of what is reached. */
  readonly name: string;
  /** What kind of thing is reached. */
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
  /** A few property names, if its class name has one or two letters and no source map restored it. */
  readonly properties?: readonly string[];
  /** The source location of closures and objects, if the snapshot has it: `src/agent.mjs:16`. */
  readonly location?: string;
  /** Which element this is. The path says `[]`, because others of its kind are held the same way. */
  readonly index?: number;
  /** If a variable holds this: where that is declared. */
  readonly declared?: string;
  /** The name as it runs, if a source map restored `name`, of a class or function. */
  readonly minifiedName?: string;
  /** The name as it runs, if a source map restored `edge`, of a variable. */
  readonly minifiedEdge?: string;
  /** True on the edge along which the growth happens. */
  readonly growing?: boolean;
  /** How many links a collapsed chain has. */
  readonly repeats?: number;
}

/** One of those that hold the growing objects. */
export interface Holder {
  /** Its class or name. */
  readonly name: string;
  /** The holder's path written as one JavaScript-like expression. */
  readonly expression: string;
  /** From a root to the holder. */
  readonly path: readonly PathStep[];
  /** The share of the growing objects that this holder reaches, from 0 to 1. */
  readonly share: Share;
}

/** How large a suspect is, from the figures beside it. */
export interface SuspectSize {
  /** The size in bytes. `held` says what it is. */
  readonly bytes: Bytes;
  /** `alone`: only the holder retains it. `jointly`: no holder retains it by itself, so it is what was born between captures. */
  readonly held: 'alone' | 'jointly';
  /** The part of `bytes` that was born between captures. */
  readonly born: Bytes;
  /** What only the first holder retains. */
  readonly alone: Bytes;
  /** The same in words, as every format prints it. */
  readonly words: string;
}

/** What is alive in the last capture, by the interval in which it was born. Index 0 is before the first capture. */
export interface Survivors {
  /** Objects. */
  readonly counts: readonly number[];
  /** Their bytes. */
  readonly bytes: readonly Bytes[];
}

/** How fast something grows. */
export interface Growth {
  /** Objects in the middle interval (the median). */
  readonly objectsPerInterval: number;
  /** Bytes in the middle interval. */
  readonly bytesPerInterval: Bytes;
  /** Bytes per hour. Absent if the captures have no time. */
  readonly bytesPerHour?: Bytes;
  /** Objects per hour. Absent if the captures have no time. */
  readonly objectsPerHour?: number;
  /** Objects for each operation. Given if operations were counted. */
  readonly objectsPerOperation?: number;
}
