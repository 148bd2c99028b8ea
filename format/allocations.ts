import type { Bytes, Confidence, Share } from './units.ts';

/**
 * Allocations that were joined to a suspect. Sampled ones are an estimate, by stacks and not by objects. If the stack of
 * every allocation was recorded, its objects that were born in the last interval are counted.
 */
export interface SuspectAllocations {
  /** True if every object was counted. Absent if allocations were sampled. */
  readonly counted?: true;
  /** How sure it is that these calls allocate what the suspect gains. */
  readonly confidence: Confidence;
  /** Why they were joined, the strongest reason first. */
  readonly evidence: readonly string[];
  /** The functions that allocate, the largest first. */
  readonly sites: readonly AllocationSite[];
  /**
   * Their bytes per interval as a share of the suspect's growth: below 1.5, because a site that keeps more alive is not its origin.
   * Absent if sampling cannot tell it: most of the growth is outside the heap, or the samples are too few.
   */
  readonly share?: number;
}

/** One function that allocates, with all stacks of calls that lead to it. Sizes are estimates if they were sampled. */
export interface AllocationSite {
  /** The innermost function of the program itself. It is in a dependency only if none of the program's functions are on the stack. */
  readonly frame: StackFrame;
  /** The stacks of calls that lead to it, the largest first. */
  readonly stacks: readonly AllocationStack[];
  /** Bytes that it allocated and that are alive at the end. */
  readonly bytes: Bytes;
  /** Bytes that were born in the middle interval (the median) and are alive at the end. */
  readonly bytesPerInterval: Bytes;
  /** How many samples that were born since the first capture stand behind it. Fewer are less sure. */
  readonly samples: number;
  /** How many objects, if they were counted. Each is also one of `samples`, and the interval is the last one. */
  readonly objects?: number;
  /** The fingerprint of the suspect that it was joined to. */
  readonly suspect?: string;
  /** Its share of all growth that was sampled, from 0 to 1. Given with the functions of the whole program. */
  readonly share?: Share;
}

/** One stack of calls that ends in an allocation. */
export interface AllocationStack {
  /** The calls, the innermost first. */
  readonly frames: readonly StackFrame[];
  /** Bytes that are alive at the end. */
  readonly bytes: Bytes;
  /** Bytes that were born in the middle interval and are alive at the end. */
  readonly bytesPerInterval: Bytes;
  /** How many objects, if they were counted. */
  readonly objects?: number;
  /** Of all stacks of the site or suspect that it is given with, by what was born since the first capture, from 0 to 1. */
  readonly share: Share;
}

/** A function, and where it is written. Sampling does not say on which of its lines it allocates. */
export interface StackFrame {
  /** Its name. */
  readonly function: string;
  /** Named as in paths, `node:…` for Node's own. Empty for functions of the engine. */
  readonly file: string;
  /** From 1. 0 for functions of the engine. */
  readonly line: number;
  /** From 1. 0 for functions of the engine. */
  readonly column: number;
  /** True for code in `node_modules`. */
  readonly dependency?: true;
}

/** What sampling saw in the whole program. */
export interface SampledGrowth {
  /** One sample stands for this many bytes, on average. */
  readonly interval: Bytes;
  /** How many profiles were compared. */
  readonly profiles: number;
  /** Functions whose allocations stay alive in every interval, the fastest first. */
  readonly sites: readonly AllocationSite[];
}
