import type { FileWindow } from '../file-window.ts';
import { NumberArray } from '../number-array.ts';

const batch = 4096;

/**
 * Reads the JSON array the window stands before as records of some numbers each, and hands them over in batches.
 * @param what names the array in errors
 * @param take gets the numbers of `count` records; they are overwritten afterwards
 */
export function readRecords(
  window: FileWindow,
  what: string,
  fields: number,
  take: (numbers: Float64Array, count: number) => void,
): void {
  const array = new NumberArray(window, what);
  const room = batch - (batch % fields);
  const plain = new Uint32Array(room);
  const numbers = new Float64Array(room);
  let filled = 0;
  const handOver = () => {
    const count = Math.floor(filled / fields);
    if (count === 0) return;
    take(numbers, count);
    numbers.copyWithin(0, count * fields, filled);
    filled -= count * fields;
  };
  for (;;) {
    const read = array.readPlain(plain, filled);
    if (read > 0) numbers.set(plain.subarray(filled, filled + read), filled);
    filled += read;
    if (filled === room) handOver();
    if (read > 0) continue;
    // The end of the array, the end of the window, or a number beyond 32 bits.
    const number = array.next();
    if (number === undefined) break;
    numbers[filled++] = number;
    if (filled === room) handOver();
  }
  handOver();
  if (filled > 0) throw window.error(`${what} end in the middle of a record`);
}
