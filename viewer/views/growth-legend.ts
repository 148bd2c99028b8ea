import { h } from './element.ts';

/** What the shades of boxes say. */
export function growthLegend(): HTMLElement {
  return h(
    'p',
    { class: 'legend shades' },
    'grows: ',
    ['not at all', '1 %', '5 %', '20 %', 'half or more'].map((words, shade) =>
      h('span', { class: `key shade-${shade}` }, words),
    ),
  );
}
