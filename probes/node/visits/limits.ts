import type { Millis } from '../../../format/units.ts';
import type { CensusLimits } from '../../visits/census.ts';
import type { WalkLimits } from '../../visits/walked.ts';

/**
 * The budgets of a visit: they hold whatever the size of the heap. Three walks of 4 ms, their messages and the measuring
 * stay below 20 ms in all. 20,000 objects take 3 ms once V8 has compiled the walk, and four times that at first.
 */
export const walkLimits: WalkLimits = {
  ...{ objects: 20_000, depth: 8, places: 4_000, opened: 24 },
  ...{ time: 4, beside: 8 },
};

/** How often the scopes and private fields of what was met are asked for in one visit, while the program runs. */
export const roundsOfOpening = 3;

/** A function that is not called within this is called too rarely. */
export const patience: Millis = 1_500;
/** Functions that are visited each time. */
export const visitedFunctions = 3;
/** Frames of the program that a walk begins from. */
export const frames = 8;
/** Of a function that waits in the middle. */
export const mostPlaces = 8;

/** A leak that matters is longer than this, and each visit measures all that a census added. */
export const censusLimits: CensusLimits = { leastEntries: 32, added: 4_000 };
/** Two seconds for a million objects; a busy machine may take many times as long. */
export const censusTimeout: Millis = 300_000;
