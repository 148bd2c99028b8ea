import type { Millis } from '../../format/units.ts';
import { type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';

/** Caches and allocators fill in minutes. What rises for longer than this is no warm-up, though it may rise less. */
const longestWarmUp: Millis = 600_000;
const fewestInThird = 4;
/** As for entries of a container: each third at most this share of the one before, and the last at most that of the first. */
const ofTheOneBefore = 0.85;
const ofTheFirst = 0.55;

/**
 * Whether a rise gets clearly slower from third to third: what fills a cache does, and what warms up. A leak that begins
 * together with a start-up does not: its second and last third are alike.
 */
export function isWaning(stretch: Stretch): boolean {
  const span = spanOf(stretch);
  if (span > longestWarmUp) return false;
  const thirds = [0, 1, 2].map((k) => stretch.filter((point) => thirdOf(stretch, point.at) === k));
  if (thirds.some(({ length }) => length < fewestInThird)) return false;
  const [first, second, last] = thirds.map((third) => theilSen([third]));
  return (
    first > 0 &&
    second <= ofTheOneBefore * first &&
    last <= ofTheOneBefore * second &&
    last <= ofTheFirst * first
  );
}

function thirdOf(stretch: Stretch, at: number): number {
  return Math.min(2, Math.floor((3 * (at - stretch[0].at)) / spanOf(stretch)));
}
