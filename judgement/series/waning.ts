import { waningLimits } from '../parameters/native.ts';
import { slowing } from '../parameters/slowing.ts';
import { type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';

const { longestWarmUp, fewestInThird } = waningLimits;
const { maxStepRatio, maxTotalRatio } = slowing;

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
    second <= maxStepRatio * first &&
    last <= maxStepRatio * second &&
    last <= maxTotalRatio * first
  );
}

function thirdOf(stretch: Stretch, at: number): number {
  return Math.min(2, Math.floor((3 * (at - stretch[0].at)) / spanOf(stretch)));
}
