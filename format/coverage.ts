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

/** What was looked at, and what could not be seen. */
export interface Coverage {
  /** How many captures were used. */
  readonly captures: number;
  /**
   * How they were compared. `survivors-by-birth`: every object by the interval it was born in. `path-classes`: by path and
   * class, as object ids do not compare. `visits`: sizes of the places that visits reached. `ledger-only`: captures were not compared.
   */
  readonly method: 'survivors-by-birth' | 'path-classes' | 'visits' | 'ledger-only';
  /** What could not be seen, in words. */
  readonly notSeen: readonly string[];
  /** Torn files, refused captures, forced guards and other limits of this report, in words. */
  readonly limits: readonly string[];
}
