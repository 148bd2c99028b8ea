import type { NativeCause } from './native-cause.ts';

/** What is known of memory outside of the JavaScript heap. */
export interface NativeMemory {
  /** Why it is resident. */
  readonly cause?: NativeCause;
}
