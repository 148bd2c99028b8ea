import type { RungChoice } from './rungs.ts';
import type { Millis } from './units.ts';

/** One stretch between two captures. Survivors and growth are given per interval. */
export interface Interval {
  /** The capture it begins with. */
  readonly from: string;
  /** The capture it ends with. */
  readonly to: string;
  /** How long it took, in milliseconds. Absent if the captures have no time. */
  readonly duration?: Millis;
  /** How many operations the target counted in it. Absent if it could not count. */
  readonly operations?: number;
}

/** The rung that a confidence stands on, if it is not that of captures: `by visits`. */
export function standsOn({ method }: Pick<Coverage, 'method'>): string | undefined {
  if (method === 'visits') return 'by visits';
  return method === 'census' ? 'by a census and visits' : undefined;
}

/** What was looked at, and what could not be seen. */
export interface Coverage {
  /** How many captures were used. */
  readonly captures: number;
  /**
   * How they were compared. `survivors-by-birth`: every object by the interval it was born in. `path-classes`: by path and
   * class, as object ids do not compare. `visits`: sizes of the places that visits reached. `census`: those and the sizes of all
   * large containers. `ledger-only`: captures were not compared.
   */
  readonly method: 'survivors-by-birth' | 'path-classes' | 'visits' | 'census' | 'ledger-only';
  /** Which rung of the ladder was taken, and what the next one would have cost. Absent if all wanted captures were taken. */
  readonly rung?: RungChoice;
  /** What could not be seen, in words. */
  readonly notSeen: readonly string[];
  /** Torn files, refused captures, forced guards and other limits of this report, in words. */
  readonly limits: readonly string[];
}
