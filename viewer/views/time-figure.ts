import { bytes } from '../../format/quantities.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Moment } from '../layout/time-chart.ts';
import { ChartCursor } from './chart-cursor.ts';
import { h } from './element.ts';
import { fitted } from './fitted.ts';
import { twin } from './growth-bars.ts';
import { unseen } from './texts.ts';
import type { TimeFigureInput } from './time-input.ts';
import { chartOf, clock, timePlot } from './time-plot.ts';

const rowsOfTwin = 40;

/** One panel of the ledger: lines over time, marks where captures and pulses were taken, and the limits above. */
export function timeFigure(input: TimeFigureInput): HTMLElement {
  const { title, note, ends, lines } = input;
  const [first, last] = [bytes(ends[0]), bytes(ends[1])];
  const words = first === last ? last : `${first} → ${last}`;
  const summary = `${title}: ${first} to ${last}`;
  const label = `${summary}. The table below has the same data.`;
  const cursor = new ChartCursor(input);
  const draw = (width: number) => {
    const chart = chartOf(input, width);
    cursor.over(chart);
    return timePlot(input, chart, width, label);
  };
  return h(
    'figure',
    { class: 'time' },
    h(
      'figcaption',
      {},
      h('strong', {}, title),
      ' ',
      h('span', { class: 'figure' }, words),
      note === undefined ? undefined : h('span', { class: 'quiet' }, ` ${note}`),
    ),
    fitted(draw, { guess: guessedWidth(), over: cursor.element }),
    legend(input, summary),
    twin(['time', ...lines.map(({ name }) => name), 'taken'], twinRows(input)),
  );
}

function guessedWidth(): number {
  return document.documentElement.clientWidth < 600 ? 326 : 520;
}

function legend(input: TimeFigureInput, summary: string): HTMLElement {
  const { lines, captures, limits } = input;
  const chart = chartOf(input, guessedWidth());
  return h(
    'p',
    { class: 'legend' },
    lines.length > 1
      ? lines.map(({ name, className }) => h('span', { class: `key ${className}` }, name))
      : undefined,
    captures.length > 0 ? h('span', { class: 'key mark' }, 'capture') : undefined,
    chart.ticks.length > 0 ? h('span', { class: 'key tick' }, 'pulse') : undefined,
    chart.fromZero ? undefined : h('span', { class: 'quiet' }, 'the axis does not start at zero'),
    limits
      .filter((_, i) => chart.limits[i] === undefined)
      .map(({ name, size }) => h('span', { class: 'quiet' }, `${name} ${bytes(size)} (off the chart)`)),
    unseen(summary),
  );
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
