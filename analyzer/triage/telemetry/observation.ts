import type { MemorySample } from '../../../format/memory-sample.ts';
import type { EpochMillis, Millis } from '../../../format/units.ts';

/** What one line says about one process. The time comes later, from wherever this telemetry has it. */
export interface Observation {
  readonly pid?: string;
  readonly at?: EpochMillis;
  /** Since the process was started. */
  readonly uptime?: Millis;
  readonly memory: Omit<MemorySample, 'at'>;
}
