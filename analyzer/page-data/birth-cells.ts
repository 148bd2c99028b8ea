import type { Bytes } from '../../format/units.ts';

/*
 * Figures of all captures by birth, in one row of cells: capture 0 has one birth, capture 1 has two, and so on.
 */

/** Where the births of capture k begin; of as many captures as there are, how many cells a row has. */
export function cellsBefore(k: number): number {
  return (k * (k + 1)) / 2;
}

export function addCells(into: Float64Array, values: Float64Array, from: number): void {
  for (let i = 0; i < values.length; i++) into[from + i] += values[i];
}

/** The most that a row had in any capture: what went away is as interesting as what came. */
export function mostBytes(bytes: Float64Array): Bytes {
  let most = 0;
  for (let k = 0; cellsBefore(k) < bytes.length; k++) {
    let sum = 0;
    for (let cell = cellsBefore(k); cell < cellsBefore(k + 1); cell++) sum += bytes[cell];
    most = Math.max(most, sum);
  }
  return most;
}
