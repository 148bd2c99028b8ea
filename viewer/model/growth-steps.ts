import type { Bytes } from '../../format/units.ts';

/**
 * The share of what is retained that came steadily: a leak feeds every interval, a working set only the newest and a
 * warmed-up cache only the first. So the smallest interval counts, for all of them.
 * @param born retained bytes by birth; index 0 is before the first capture
 */
export function steadyShare(born: ArrayLike<Bytes>): number {
  let all = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let a = 0; a < born.length; a++) {
    all += born[a];
    if (a > 0) least = Math.min(least, born[a]);
  }
  return all > 0 && born.length > 1 ? (least * (born.length - 1)) / all : 0;
}

/** Where one shade of growth ends and the next begins. */
export const growthShades = [0.01, 0.05, 0.2, 0.5] as const;

/** 0 does not grow, 4 is nearly all growth. */
export function growthShade(born: ArrayLike<Bytes>): number {
  const share = steadyShare(born);
  return growthShades.filter((from) => share >= from).length;
}
