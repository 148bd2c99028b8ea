import type { FileWindow } from '../file-window.ts';
import { NumberArray } from '../number-array.ts';

/**
 * Reads the JSON array the window stands before as records of four numbers: most of them in batches by a kernel, and what it
 * leaves, one by one.
 * @param what names the array in errors
 * @param readBatch reads records from the window on and moves behind them; returns how many
 */
export function readQuads(
  window: FileWindow,
  what: string,
  readBatch: () => number,
  take: (a: number, b: number, c: number, d: number) => void,
): void {
  const array = new NumberArray(window, what);
  for (;;) {
    if (readBatch() > 0 || window.fillAhead()) continue;
    const first = array.next();
    if (first === undefined) return;
    const others = array.take(3);
    if (others === undefined) throw window.error(`${what} end in the middle of a record`);
    take(first, others[0], others[1], others[2]);
  }
}
