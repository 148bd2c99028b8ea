import type { Bytes } from '../../format/units.ts';

/** Small, because a line is looked for from the start of its block; large enough that the index stays small. */
export const blockSize: Bytes = 1 << 12;

export function blocksIn({ from, to }: { readonly from: Bytes; readonly to: Bytes }): number {
  return Math.ceil((to - from) / blockSize);
}
