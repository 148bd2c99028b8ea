import type { Pulse } from '../../format/pulse.ts';
import type { Bytes } from '../../format/units.ts';

/** One round of operations, and what was alive after it. */
export interface Round {
  readonly operations: number;
  readonly pulse: Pulse;
  /** Memory of ArrayBuffers, which V8 does not count among its objects. */
  readonly arrayBuffers: Bytes;
}
