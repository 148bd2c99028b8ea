import type { NativeCause } from './native-cause.ts';
import type { NativeOwners } from './native-owners.ts';

/** What is known of memory outside the JavaScript heap, beyond its size. */
export interface NativeMemory {
  /** Who touched new memory there and keeps it. Absent if it was not recorded. */
  readonly owners?: NativeOwners;
  /** Why it is resident. Absent if there is nothing to say. */
  readonly cause?: NativeCause;
}
