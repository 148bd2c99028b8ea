import type { EpochMillis } from '../../format/units.ts';

export function day(at: EpochMillis): string {
  return new Date(at).toISOString().slice(0, 10);
}
