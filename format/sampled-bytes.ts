import type { Bytes } from './units.ts';

/** One sample for so many bytes: costs little, and a leak of a quarter of a megabyte has sixteen. */
export const samplingInterval: Bytes = 16 << 10;

/**
 * The bytes that one sampled object of a size stands for, as V8 scales them: its size times the number of objects of
 * this size that one sample is expected for.
 */
export function bytesOfSample(size: Bytes): Bytes {
  return size * Math.round(1 / (1 - Math.exp(-size / samplingInterval)));
}
