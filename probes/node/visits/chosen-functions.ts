import type { ProgramFunction } from './growing-functions.ts';
import { visitedFunctions } from './limits.ts';

/** Below this share of what stays alive, a function has hardly anything to do with what grows. */
const leastShare = 0.005;
const mostChosen = 12;

/** The functions that may have to do with what grows, the likeliest first. */
export function chosenFunctions(functions: readonly ProgramFunction[]): readonly ProgramFunction[] {
  const all = functions.reduce((sum, { bytes }) => sum + bytes, 0);
  return functions.filter(({ bytes }) => bytes >= leastShare * all).slice(0, mostChosen);
}

/** Those to visit next: of equally many tries the likeliest first, so that each has its turn. */
export function leastVisited(
  functions: readonly ProgramFunction[],
  tries: ReadonlyMap<ProgramFunction, number>,
): readonly ProgramFunction[] {
  return functions.toSorted((a, b) => (tries.get(a) ?? 0) - (tries.get(b) ?? 0)).slice(0, visitedFunctions);
}
