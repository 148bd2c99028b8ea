import type { MemorySample } from '../../../format/memory-sample.ts';
import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { LifeEnd } from '../life-end.ts';

/** What one line says about one process. The time comes later, from wherever this telemetry has it. */
export interface Observation {
  readonly pid?: string;
  readonly at?: EpochMillis;
  /** Since the process was started. */
  readonly uptime?: Millis;
  readonly memory: Omit<MemorySample, 'at'>;
  /** The line tells that the process ended with this. */
  readonly end?: Omit<LifeEnd, 'at' | 'age'>;
}
