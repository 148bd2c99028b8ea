import type { Interval } from '../../format/coverage.ts';
import type { Millis } from '../../format/units.ts';

/** The time that evidence covers, and the time before it. */
export interface Course {
  readonly intervals: readonly Interval[];
  readonly past?: Past | undefined;
  /** How many sessions ended in each interval, as the person who recorded says. */
  readonly expectedEnds?: number | undefined;
}

/** What the process did before the first moment at which survivors are known. */
export interface Past {
  /** How long it had run; absent if nobody knows when it started. */
  readonly age?: Millis;
  /** How many operations it had counted; absent without a counter. */
  readonly operations?: number;
}
