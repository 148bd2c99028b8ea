import { routeHash } from '../model/route.ts';
import { h } from './element.ts';
import type { Drawn } from './screen.ts';

/** The screen for an address that this page cannot show. */
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
