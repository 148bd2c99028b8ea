import type { EpochMillis } from '../../format/units.ts';
import type { Moment } from '../layout/time-chart.ts';

/** The value of a line that was measured nearest to a moment. */
export function nearest(moments: readonly Moment[], at: EpochMillis): Moment | undefined {
  let best: Moment | undefined;
  for (const moment of moments)
    if (best === undefined || Math.abs(moment.at - at) < Math.abs(best.at - at)) best = moment;
  return best;
}

/** All moments at which something was measured, in order: where the arrow keys stop. */
export function stopsOf(lines: readonly (readonly Moment[])[]): EpochMillis[] {
  return [...new Set(lines.flat().map(({ at }) => at))].sort((a, b) => a - b);
}

/**
 * The captures that a brushed stretch compares: its first and its last one. A stretch that holds fewer than two takes
 * the nearest to its ends. Undefined if there are no two.
 */
export function capturesBrushed(
  captures: readonly { readonly at?: EpochMillis }[],
  [start, end]: readonly [EpochMillis, EpochMillis],
): readonly [from: number, to: number] | undefined {
  const timed = captures.flatMap(({ at }, capture) => (at === undefined ? [] : [{ capture, at }]));
  if (timed.length < 2) return undefined;
  const inside = timed.filter(({ at }) => at >= start && at <= end);
  if (inside.length >= 2) return [inside[0].capture, inside[inside.length - 1].capture];
  const near = (at: EpochMillis, from: typeof timed) =>
    from.reduce((best, one) => (Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best));
  const from = near(start, timed.slice(0, -1));
  const to = near(end, timed.slice(timed.indexOf(from) + 1));
  return [from.capture, to.capture];
}
