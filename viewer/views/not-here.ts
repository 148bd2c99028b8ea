import { routeHash } from '../model/route.ts';
import { h } from './element.ts';
import type { Drawn } from './screen.ts';

/** A screen for what an address asks for and this page does not have. */
export function notHere(fact: string, next: string): Drawn {
  return {
    title: fact,
    content: [
      h('h1', { tabindex: -1 }, fact),
      h(
        'p',
        {},
        next,
        ': ',
        h('a', { href: routeHash({ screen: 'overview' }), 'data-item': true }, 'overview'),
      ),
    ],
  };
}
