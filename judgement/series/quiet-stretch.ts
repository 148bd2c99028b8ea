import { quietLimits, trendLimits } from '../parameters/trend.ts';
import { median, type Stretch, spanOf } from './points.ts';
import { trendStrength } from './slope.ts';

/**
 * Growth takes a minute to prove, because a line has to be told from noise. That nothing grows shows much sooner if
 * there is hardly any noise: a series that is as high at the end as at the start had no room for a leak.
 *
 * Whether the series rose by less than `least` while it was watched, and not steadily.
 * It rises between the middles of its first and last third, which are two thirds of its span apart.
 */
export function staysQuiet(stretch: Stretch, least: number): boolean {
  if (stretch.length < quietLimits.fewestPoints || spanOf(stretch) < quietLimits.shortest) return false;
  const rise = riseOf(stretch);
  if (rise >= least) return false;
  return rise < quietLimits.orderless * least || trendStrength([stretch]) < trendLimits.strong;
}

export function riseOf(stretch: Stretch): number {
  const third = Math.max(1, Math.floor(stretch.length / 3));
  const values = stretch.map(({ value }) => value);
  return median(values.slice(-third)) - median(values.slice(0, third));
}
