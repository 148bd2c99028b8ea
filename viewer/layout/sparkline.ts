import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

/**
 * One series as the path of a small line, from its least to its largest value; what moves hardly is drawn flat, so that
 * noise does not look like growth. Empty if there are no two points to connect.
 */
export function sparkline(
  at: readonly number[],
  values: readonly (number | null)[],
  width: number,
  height: number,
): string {
  const points = values.flatMap((value, i) => (value === null ? [] : [{ at: at[i], value }]));
  if (points.length < 2) return '';
  const least = Math.min(...points.map(({ value }) => value));
  const most = Math.max(...points.map(({ value }) => value));
  const span = Math.max(most - least, most * leastShare);
  const x = scaleLinear([at[0], at[at.length - 1]], [0, width]);
  const y = scaleLinear([least, least + span], [height - 1, 2]);
  return (
    line<(typeof points)[number]>(
      (point) => round(x(point.at)),
      (point) => round(y(point.value)),
    )(points) ?? ''
  );
}

/** A series that moves by less than this share of itself does not fill the height. */
const leastShare = 0.05;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
