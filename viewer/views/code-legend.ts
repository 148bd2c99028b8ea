import type { CodeOwner } from '../model/flame-rows.ts';
import { h } from './element.ts';

/** The color of a call by who wrote its function. */
export const codeShades: Readonly<Record<CodeOwner, string>> = {
  own: 'shade-3',
  dependency: 'shade-1',
  runtime: 'shade-0',
  rest: 'rest',
};

export function codeLegend(): HTMLElement {
  return h(
    'p',
    { class: 'legend shades' },
    h('span', { class: `key ${codeShades.own}` }, 'my code'),
    h('span', { class: `key ${codeShades.dependency}` }, 'packages'),
    h('span', { class: `key ${codeShades.runtime}` }, 'Node and engine'),
  );
}
