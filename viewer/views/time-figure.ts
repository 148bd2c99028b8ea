import { bytes } from '../../format/quantities.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import { type Moment, type Size, timeChart } from '../layout/time-chart.ts';
import { h, svg } from './element.ts';
import { twin } from './growth-bars.ts';
import { unseen } from './texts.ts';

export interface TimeFigureInput {
  readonly title: string;
  readonly note?: string;
  readonly lines: readonly {
    readonly name: string;
    readonly className: string;
    readonly moments: readonly Moment[];
  }[];
  readonly captures: readonly { readonly label: string; readonly at: EpochMillis }[];
  readonly pulses: readonly EpochMillis[];
  readonly limits: readonly { readonly name: string; readonly size: Bytes }[];
}

/** Drawn to scale, so that figures are as large as other texts. */
function chartSize(): Size {
  return { width: document.documentElement.clientWidth < 600 ? 330 : 520, height: 168 };
}

/** Pulses are many: they stand on the ground, where no line runs through them. */
const tickHeight = 7;
const rowsOfTwin = 40;

/** One panel of the ledger: lines over time, marks where captures and pulses were taken, and the limits above. */
export function timeFigure(input: TimeFigureInput): HTMLElement {
  const { title, note, lines, captures, pulses, limits } = input;
  const size = chartSize();
  const chart = timeChart({
    ...size,
    lines: lines.map(({ moments }) => moments),
    marks: captures.map(({ at }) => at),
    ticks: pulses,
    limits: limits.map((limit) => limit.size),
  });
  const { plot } = chart;
  const last = lines[0].moments.at(-1);
  const first = lines[0].moments[0];
  const summary = `${title}: ${bytes(first.value)} to ${bytes(last?.value ?? 0)}`;
  return h(
    'figure',
    { class: 'time' },
    h(
      'figcaption',
      {},
      h('strong', {}, title),
      ' ',
      h('span', { class: 'figure' }, `${bytes(first.value)} → ${bytes(last?.value ?? 0)}`),
      note === undefined ? undefined : h('span', { class: 'quiet' }, ` ${note}`),
    ),
    svg(
      'svg',
      {
        viewBox: `0 0 ${size.width} ${size.height}`,
        role: 'img',
        'aria-label': `${summary}. The table below says the same.`,
      },
      chart.yTicks.map(({ y, value }) => [
        svg('line', { class: 'grid', x1: plot.left, x2: plot.right, y1: y, y2: y }),
        svg('text', { class: 'axis', x: plot.left - 6, y: y + 3.5, 'text-anchor': 'end' }, bytes(value)),
      ]),
      captures.map(({ label }, i) => [
        svg('line', {
          class: 'mark',
          x1: chart.marks[i],
          x2: chart.marks[i],
          y1: plot.top - 4,
          y2: plot.bottom,
        }),
        svg(
          'text',
          { class: 'axis', x: chart.marks[i], y: plot.top - 7, 'text-anchor': 'middle' },
          shortLabel(label),
        ),
      ]),
      limits.map(({ name }, i) => {
        const y = chart.limits[i];
        return y === undefined
          ? undefined
          : [
              svg('line', { class: 'limit', x1: plot.left, x2: plot.right, y1: y, y2: y }),
              svg('text', { class: 'axis limit', x: plot.right, y: y - 4, 'text-anchor': 'end' }, name),
            ];
      }),
      lines.map(({ className }, i) => [
        svg('path', { class: `line ${className}`, d: chart.paths[i] }),
        className === 'captures'
          ? chart.points[i].map(({ x, y }) => svg('circle', { class: className, cx: x, cy: y, r: 3 }))
          : undefined,
      ]),
      chart.ticks.map((x) =>
        svg('line', { class: 'tick', x1: x, x2: x, y1: plot.bottom, y2: plot.bottom - tickHeight }),
      ),
      svg('line', { class: 'ground', x1: plot.left, x2: plot.right, y1: plot.bottom, y2: plot.bottom }),
      svg('text', { class: 'axis', x: plot.left, y: size.height - 6 }, clock(startOf(lines, captures))),
      svg(
        'text',
        { class: 'axis', x: plot.right, y: size.height - 6, 'text-anchor': 'end' },
        clock(endOf(lines, captures)),
      ),
    ),
    h(
      'p',
      { class: 'legend' },
      lines.length > 1
        ? lines.map(({ name, className }) => h('span', { class: `key ${className}` }, name))
        : undefined,
      captures.length > 0 ? h('span', { class: 'key mark' }, 'capture') : undefined,
      chart.ticks.length > 0 ? h('span', { class: 'key tick' }, 'pulse') : undefined,
      chart.fromZero ? undefined : h('span', { class: 'quiet' }, 'the axis does not begin at zero'),
      limits
        .filter((_, i) => chart.limits[i] === undefined)
        .map(({ name, size: limit }) =>
          h('span', { class: 'quiet' }, `${name} ${bytes(limit)}, out of sight`),
        ),
      unseen(summary),
    ),
    twin(['time', ...lines.map(({ name }) => name), 'taken'], twinRows(input)),
  );
}

/** `capture 3` is marked as 3; names of files are too long to be marks. */
function shortLabel(label: string): string {
  return /^capture (\d+)$/.exec(label)?.[1] ?? '';
}

/** The same in words: a row for each moment of a line, as far as there is room, and for everything that was taken. */
function twinRows({ lines, captures, pulses }: TimeFigureInput): string[][] {
  const moments = new Map<EpochMillis, { readonly cells: string[]; taken: string }>();
  const rowAt = (at: EpochMillis) => {
    const row = moments.get(at) ?? { cells: lines.map(() => ''), taken: '' };
    moments.set(at, row);
    return row;
  };
  lines.forEach((line, i) => {
    for (const { at, value } of sampled(line.moments)) rowAt(at).cells[i] = bytes(value);
  });
  for (const at of pulses) rowAt(at).taken = 'pulse';
  for (const { at, label } of captures) rowAt(at).taken = label;
  return [...moments].sort(([a], [b]) => a - b).map(([at, { cells, taken }]) => [clock(at), ...cells, taken]);
}

function sampled(moments: readonly Moment[]): readonly Moment[] {
  const stride = Math.max(1, Math.ceil(moments.length / rowsOfTwin));
  return moments.filter((_, i) => i % stride === 0 || i === moments.length - 1);
}

function startOf(lines: TimeFigureInput['lines'], captures: TimeFigureInput['captures']): EpochMillis {
  return Math.min(
    ...lines.flatMap(({ moments }) => moments.slice(0, 1)).map(({ at }) => at),
    ...captures.map(({ at }) => at),
  );
}

function endOf(lines: TimeFigureInput['lines'], captures: TimeFigureInput['captures']): EpochMillis {
  return Math.max(
    ...lines.flatMap(({ moments }) => moments.slice(-1)).map(({ at }) => at),
    ...captures.map(({ at }) => at),
  );
}

function clock(at: EpochMillis): string {
  return new Date(at).toLocaleTimeString('en-GB');
}
