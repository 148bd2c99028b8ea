import type { Experiment } from './experiment.ts';
import type { Bytes } from './units.ts';

/**
 * Why memory outside the JavaScript heap is resident.
 * `leak`: it is in use, and more of it all the time. `fragmentation`: what was freed lies between blocks in use, and more of
 * it all the time. `kept`: what was freed stays with the allocator, and no more of it. `lazy`: objects that nobody holds wait
 * for a collection. `wasm`: a WebAssembly memory, which never shrinks. `threads`: threads that pile up, with their heaps and
 * stacks. `arenas`: threads have more and more arenas, which keep what was freed in them. `file-cache`: pages of files, which
 * the kernel takes back when it needs them. `unknown`: nothing told them apart.
 */
export const nativeCauseKinds = [
  'leak',
  'fragmentation',
  'kept',
  'lazy',
  'wasm',
  'threads',
  'arenas',
  'file-cache',
  'unknown',
] as const;
export type NativeCauseKind = (typeof nativeCauseKinds)[number];

/** Why memory outside the JavaScript heap is resident, and what would change that. */
export interface NativeCause {
  /** What it is. */
  readonly kind: NativeCauseKind;
  /** Whether what was measured decides it. If not, it only points there. */
  readonly isProven: boolean;
  /** How much of it there is: what it gained if it grows, else all of it. */
  readonly bytes: Bytes;
  /** One sentence in lower case without a full stop. */
  readonly sentence: string;
  /** What was measured, the strongest first. */
  readonly evidence: readonly string[];
  /** A setting that would help, and what it would save of what is resident now. */
  readonly setting?: NativeSetting;
  /** What was done to the process to decide it. Given if that was asked for. */
  readonly experiment?: Experiment;
}

/** A setting of the environment that a program is started with. */
export interface NativeSetting {
  /** As it is written before the command: `MALLOC_ARENA_MAX=2`. */
  readonly text: string;
  /** How much less would be resident, as far as that can be told. */
  readonly saves: Bytes;
}
