import { count } from '../../format/quantities.ts';
import { bars, barsWithFirstCut } from '../layout/bars.ts';
import { h, svg } from './element.ts';

/**
 * Small upright bars by birth: the first one stands for all that was there before the first capture.
 * @param tip their values with a unit, shown at the pointer
 */
export function birthBars(
  values: readonly number[],
  width: number,
  height: number,
  tip?: string,
): SVGElement {
  return svg(
    'svg',
    {
      class: 'birth-bars',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'aria-hidden': 'true',
      focusable: 'false',
    },
    tip === undefined ? undefined : svg('title', {}, tip),
    svg('line', { class: 'ground', x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
    bars(values, width, height - 1).map(({ x, y, width: barWidth, height: barHeight }, birth) =>
      svg('rect', { class: birth === 0 ? 'old' : 'fresh', x, y, width: barWidth, height: barHeight, rx: 1 }),
    ),
  );
}

/** As `birthBars`, without what was there before the first capture. */
export function freshBars(
  values: readonly number[],
  width: number,
  height: number,
  tip?: string,
): SVGElement {
  return birthBars([0, ...values], width, height, tip);
}

export interface BarsFigureInput {
  readonly values: readonly number[];
  readonly labels: readonly string[];
  readonly say: (value: number) => string;
  readonly caption: string;
  /** `births`: the first bar stands for all time before the recording. `totals` show sizes, not growth. */
  readonly bars: 'births' | 'totals';
}

const figureSize = { width: 320, height: 96, room: 16 };
/** More bars leave no space for labels; the table has them. */
const mostLabelled = 8;

/** Bars with their figures, and the same as a table for those who cannot see them. */
export function barsFigure(input: BarsFigureInput): HTMLElement {
  const { values, labels, say, caption, bars: kind } = input;
  const { width, height, room: top } = figureSize;
  const drawn = (kind === 'births' ? barsWithFirstCut : bars)(values, width, height - top);
  return h(
    'figure',
    { class: 'survivors' },
    h('figcaption', {}, caption),
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${height + 18}`,
        role: 'img',
        'aria-label': `${caption}: ${values.map((value) => say(value)).join(', ')}. The table below has the same data.`,
      },
      drawn.map(({ x, y, width: barWidth, height: barHeight, cut }, birth) => {
        const middle = x + barWidth / 2;
        return svg(
          'g',
          {},
          svg('rect', {
            class: kind === 'totals' ? 'total' : birth === 0 ? 'old' : 'fresh',
            x,
            y: y + top,
            width: barWidth,
            height: barHeight,
            rx: 2,
          }),
          cut ? svg('path', { class: 'cut', d: `M${x - 2} ${top + 14}l${barWidth + 4} -7` }) : undefined,
          values.length <= mostLabelled
            ? svg(
                'text',
                { class: 'figure', x: middle, y: y + top - 4, 'text-anchor': 'middle' },
                say(values[birth]),
              )
            : undefined,
          values.length <= mostLabelled
            ? svg(
                'text',
                { class: 'axis', x: middle, y: height + 13, 'text-anchor': 'middle' },
                labels[birth],
              )
            : undefined,
        );
      }),
      svg('line', { class: 'ground', x1: 0, x2: width, y1: height + 0.5, y2: height + 0.5 }),
    ),
    twin(
      ['', caption],
      values.map((value, birth) => [labels[birth], say(value)]),
    ),
  );
}

/** The same figures as a table, for screen readers and for copying. */
export function twin(head: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  return h(
    'details',
    { class: 'twin' },
    h('summary', {}, 'as a table'),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `table of ${head.at(-1)}` },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            head.map((cell, i) => h('th', { scope: 'col', class: i > 0 ? 'number' : undefined }, cell)),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map((row) =>
            h(
              'tr',
              {},
              row.map((cell, i) =>
                i === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: 'number' }, cell),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

/** `before capture 1`, `1 to 2`, … for as many births as there are. */
export function birthLabels(births: number): string[] {
  return Array.from({ length: births }, (_, birth) =>
    birth === 0 ? 'before 1' : `${birth} to ${birth + 1}`,
  );
}

export function wordsOfBirth(birth: number): string {
  return birth === 0 ? 'before the first capture' : `between capture ${count(birth)} and ${count(birth + 1)}`;
}
