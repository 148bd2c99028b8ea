import { bytes } from '../../format/quantities.ts';
import type { EpochMillis } from '../../format/units.ts';
import { type TimeChart, timeChart } from '../layout/time-chart.ts';
import { svg } from './element.ts';
import type { TimeFigureInput } from './time-input.ts';

const height = 168;
/** There are many pulses: they stand at the bottom, below the lines. */
const tickHeight = 7;

/** Drawn at its real width, so that its text has the usual size. */
export function chartOf(
  { lines, captures, pulses, limits, atLeast, stacked }: TimeFigureInput,
  width: number,
): TimeChart {
  return timeChart({
    width,
    height,
    lines: lines.map(({ moments }) => moments),
    marks: captures.map(({ at }) => at),
    ticks: pulses,
    limits: limits.map(({ size }) => size),
    ...(atLeast === undefined ? {} : { atLeast }),
    ...(stacked === undefined ? {} : { stacked }),
  });
}

/** The picture alone. */
export function timePlot(input: TimeFigureInput, chart: TimeChart, width: number, label: string): SVGElement {
  const { lines, stacked } = input;
  const { plot } = chart;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label },
    chart.yTicks.map(({ y, value }) => [
      svg('line', { class: 'grid', x1: plot.left, x2: plot.right, y1: y, y2: y }),
      svg('text', { class: 'axis', x: plot.left - 6, y: y + 3.5, 'text-anchor': 'end' }, bytes(value)),
    ]),
    captureMarks(input, chart),
    limitLines(input, chart),
    lines.map(({ className }, i) => [
      svg('path', { class: `${stacked ? 'area' : 'line'} ${className}`, d: chart.paths[i] }),
      className === 'captures'
        ? chart.points[i].map(({ x, y }) => svg('circle', { class: className, cx: x, cy: y, r: 3 }))
        : undefined,
    ]),
    chart.ticks.map((x) =>
      svg('line', { class: 'tick', x1: x, x2: x, y1: plot.bottom, y2: plot.bottom - tickHeight }),
    ),
    svg('line', { class: 'ground', x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom }),
    svg('text', { class: 'axis', x: plot.left, y: height - 6 }, clock(chart.span[0])),
    svg('text', { class: 'axis', x: plot.right, y: height - 6, 'text-anchor': 'end' }, clock(chart.span[1])),
  );
}

/** Numbers that would overlap are left out; the table has them. */
const roomForNumber = 14;

function captureMarks({ captures }: TimeFigureInput, { marks, plot }: TimeChart): SVGElement[] {
  let free = Number.NEGATIVE_INFINITY;
  return captures.flatMap(({ label }, i) => {
    const x = marks[i];
    const line = svg('line', { class: 'mark', x1: x, x2: x, y1: plot.top - 4, y2: plot.bottom });
    if (x < free) return [line];
    free = x + roomForNumber;
    const text = { class: 'axis', x, y: plot.top - 7, 'text-anchor': 'middle' };
    return [line, svg('text', text, shortLabel(label))];
  });
}

function limitLines({ limits }: TimeFigureInput, { limits: places, plot }: TimeChart): SVGElement[] {
  return limits.flatMap(({ name }, i) => {
    const y = places[i];
    if (y === undefined) return [];
    return [
      svg('line', { class: 'limit', x1: plot.left, x2: plot.right, y1: y, y2: y }),
      svg('text', { class: 'axis limit', x: plot.right, y: y - 4, 'text-anchor': 'end' }, name),
    ];
  });
}

/** `capture 3` is marked as 3; names of files are too long to be marks. */
function shortLabel(label: string): string {
  return /^capture (\d+)$/.exec(label)?.[1] ?? '';
}

export function clock(at: EpochMillis): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
