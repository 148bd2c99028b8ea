import { share } from '../../format/quantities.ts';
import type { Confidence } from '../../format/units.ts';
import { h, svg } from './element.ts';

/** A short bar and its figure. */
export function confidenceMark(confidence: Confidence): HTMLElement {
  const width = 40;
  return h(
    'span',
    { class: 'confidence' },
    svg(
      'svg',
      { viewBox: `0 0 ${width} 6`, width, height: 6, 'aria-hidden': 'true', focusable: 'false' },
      svg('rect', { class: 'room', width, height: 6, rx: 3 }),
      svg('rect', { class: 'part', width: Math.max(4, width * confidence), height: 6, rx: 3 }),
    ),
    h('span', {}, `${share(confidence)} confidence`),
  );
}
