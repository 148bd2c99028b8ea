import { scaleLinear, scaleTime } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { Bytes, EpochMillis } from '../../format/units.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Moment {
  readonly at: EpochMillis;
  readonly value: Bytes;
}

export interface TimeChartInput extends Size {
  readonly lines: readonly (readonly Moment[])[];
  readonly marks: readonly EpochMillis[];
  /** Smaller marks on the ground; those outside the lines and marks are left out. */
  readonly ticks: readonly EpochMillis[];
  readonly limits: readonly Bytes[];
  /** The top of the axis is at least this: charts that are compared share it. */
  readonly atLeast?: Bytes;
  /** The lines are parts of a whole, with the same moments: each is an area on top of the ones before it. */
  readonly stacked?: boolean;
}

export interface TimeChart {
  /** SVG paths, one for each line, or around its area; empty for a line of fewer than two points. */
  readonly paths: readonly string[];
  readonly points: readonly (readonly { readonly x: number; readonly y: number }[])[];
  readonly marks: readonly number[];
  readonly ticks: readonly number[];
  /** Undefined for a limit that is too far above to be drawn. */
  readonly limits: readonly (number | undefined)[];
  readonly yTicks: readonly { readonly y: number; readonly value: Bytes }[];
  readonly plot: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  /** False if the axis does not start at zero. */
  readonly fromZero: boolean;
  /** From the first to the last moment. */
  readonly span: readonly [EpochMillis, EpochMillis];
  readonly xOf: (at: EpochMillis) => number;
  /** The moment below a place, inside the span. */
  readonly timeAt: (x: number) => EpochMillis;
}

const margin = { left: 64, right: 12, top: 18, bottom: 22 };
/** A series that moves by less than this share of itself would be a flat line above zero. */
const flat = 0.3;
/** A limit farther above than this would press everything else to the ground. */
const limitInSight = 1.5;

export function timeChart(input: TimeChartInput): TimeChart {
  const { width, height, marks, ticks, limits, atLeast = 0, stacked = false } = input;
  const layers = stacked ? piledUp(input.lines) : input.lines.map(onGround);
  const lines = layers.map((layer) => layer.map(({ at, top }): Moment => ({ at, value: top })));
  const plot = {
    left: margin.left,
    right: width - margin.right,
    top: margin.top,
    bottom: height - margin.bottom,
  };
  const moments = lines.flat();
  const times = [...moments.map(({ at }) => at), ...marks];
  const values = moments.map(({ value }) => value);
  const least = Math.min(...values);
  const inSight = limits.map((limit) => limit <= limitInSight * Math.max(...values));
  const most = Math.max(atLeast, ...values, ...limits.filter((_, i) => inSight[i]));
  const fromZero = stacked || most - least > flat * most;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = scaleTime([first, last], [plot.left, plot.right]);
  const y = scaleLinear([fromZero ? 0 : least - (most - least) / 4, most], [plot.bottom, plot.top]);
  const draw = line<Moment>(
    ({ at }) => x(at),
    ({ value }) => y(value),
  );
  const fill = area<Layered>(
    ({ at }) => x(at),
    ({ base }) => y(base),
    ({ top }) => y(top),
  );
  return {
    paths: lines.map((points, i) => {
      if (points.length < 2) return '';
      return (stacked ? fill([...layers[i]]) : draw([...points])) ?? '';
    }),
    points: lines.map((points) => points.map(({ at, value }) => ({ x: x(at), y: y(value) }))),
    marks: marks.map((at) => x(at)),
    ticks: ticks.filter((at) => at >= first && at <= last).map((at) => x(at)),
    limits: limits.map((limit, i) => (inSight[i] ? y(limit) : undefined)),
    yTicks: binaryTicks(y.domain() as [number, number]).map((value) => ({ y: y(value), value })),
    plot,
    fromZero,
    span: [first, last],
    xOf: (at) => x(at),
    timeAt: (place) => Math.min(last, Math.max(first, x.invert(place).getTime())),
  };
}

/** A moment of a line, and what it stands on. */
interface Layered {
  readonly at: EpochMillis;
  readonly base: Bytes;
  readonly top: Bytes;
}

function onGround(moments: readonly Moment[]): readonly Layered[] {
  return moments.map(({ at, value }) => ({ at, base: 0, top: value }));
}

function piledUp(lines: readonly (readonly Moment[])[]): readonly (readonly Layered[])[] {
  let below: readonly Layered[] | undefined;
  return lines.map((moments) => {
    const base = below;
    below = moments.map(({ at, value }, i) => ({
      at,
      base: base?.[i].top ?? 0,
      top: (base?.[i].top ?? 0) + value,
    }));
    return below;
  });
}

/** Round numbers of bytes are multiples of powers of two, which decimal ticks never hit. */
function binaryTicks([low, high]: readonly [number, number]): Bytes[] {
  const rough = (high - low) / 3;
  if (!(rough > 0)) return [high];
  const unit = 1024 ** Math.floor(Math.log(rough) / Math.log(1024));
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((step) => step * unit);
  const step = steps.find((candidate) => candidate >= rough) ?? 1024 * unit;
  const ticks: Bytes[] = [];
  for (let value = Math.ceil(low / step) * step; value <= high; value += step) ticks.push(value);
  return ticks;
}
