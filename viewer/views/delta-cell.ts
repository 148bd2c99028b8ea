import { signedBytes } from '../../format/quantities.ts';
import { withMinus } from '../model/signed.ts';
import { type Child, h, svg } from './element.ts';

const half = 72;
/** Even the smallest change stays visible. */
const narrowest = 1.5;

/** The figure, and a bar to the left of the middle for less, to the right for more. */
export function deltaCell(value: number, widest: number): Child {
  const width = value === 0 ? 0 : Math.max(narrowest, (Math.abs(value) / widest) * half);
  return h(
    'span',
    { class: 'grew' },
    value === 0 ? h('span', { class: 'quiet' }, '0') : h('span', {}, withMinus(signedBytes(value))),
    svg(
      'svg',
      {
        class: 'delta',
        viewBox: `0 0 ${2 * half} 12`,
        width: 2 * half,
        height: 12,
        'aria-hidden': 'true',
        focusable: 'false',
      },
      svg('rect', {
        class: value < 0 ? 'less' : 'fresh',
        x: value < 0 ? half - width : half,
        y: 1,
        width,
        height: 10,
        rx: 1,
      }),
      svg('line', { class: 'ground', x1: half, x2: half, y1: 0, y2: 12 }),
    ),
  );
}
