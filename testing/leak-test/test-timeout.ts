import type { Millis } from '../../format/units.ts';

/** What vitest and jest give a test if nobody says otherwise: a leak takes longer to explain. */
export const usualTestTimeout: Millis = 5_000;

/** What they shall give it instead: all operations, as long as a leak test lets them take, and the analysis. */
export const leakTestTimeout: Millis = 120_000;
