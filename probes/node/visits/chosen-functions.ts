import type { ProgramFunction } from './growing-functions.ts';
import { visitedFunctions } from './limits.ts';

/** Below this share of what stays alive, a function has hardly anything to do with what grows. */
const leastShare = 0.005;
const mostChosen = 12;

/** The functions that may have to do with what grows, the likeliest first. */
export function chosenFunctions<F extends ProgramFunction>(functions: readonly F[]): readonly F[] {
  const all = functions.reduce((sum, { bytes }) => sum + bytes, 0);
  return functions.filter(({ bytes }) => bytes >= leastShare * all).slice(0, mostChosen);
}

/** Those to visit next: of equally many tries the likeliest first, so that each has its turn. */
export function leastVisited<F extends ProgramFunction>(
  functions: readonly F[],
  tries: ReadonlyMap<F, number>,
): readonly F[] {
  return functions.toSorted((a, b) => (tries.get(a) ?? 0) - (tries.get(b) ?? 0)).slice(0, visitedFunctions);
}
