import type { PageSummary } from '../../format/page.ts';
import { routeHash, type Screen } from '../model/route.ts';
import { h } from './element.ts';
import { name } from './texts.ts';
import { themeButton } from './theme.ts';

const places: readonly (readonly [Screen, string, readonly Screen[]])[] = [
  ['overview', 'overview', ['overview', 'suspect']],
  ['dominators', 'dominators', ['dominators']],
  ['packages', 'packages', ['packages']],
  ['allocations', 'allocations', ['allocations']],
  ['compare', 'compare', ['compare']],
  ['objects', 'objects', ['objects', 'class', 'object']],
  ['coverage', 'coverage', ['coverage']],
];

export interface Frame {
  readonly main: HTMLElement;
  /** Marks the place in the navigation that a screen belongs to. */
  readonly show: (screen: Screen) => void;
}

/** What stands around every screen. */
export function buildFrame({ report, source }: PageSummary, onHelp: () => void): Frame {
  const { target } = report;
  const links = places.map(([screen, words]) => h('a', { href: routeHash({ screen }) }, words));
  const main = h('main', { id: 'main', tabindex: -1 });
  document.body.prepend(
    h(
      'a',
      {
        class: 'skip',
        href: '#main',
        click: (event: Event) => {
          event.preventDefault();
          main.focus();
        },
      },
      'to the content',
    ),
    h(
      'header',
      { class: 'frame' },
      h(
        'p',
        { class: 'about' },
        h('strong', {}, 'heaptrail'),
        name(source, 'source'),
        target === undefined
          ? undefined
          : h('span', { class: 'quiet' }, `${target.runtime} ${target.version}, pid ${target.pid}`),
      ),
      h('nav', { 'aria-label': 'screens' }, links),
      h(
        'p',
        { class: 'tools' },
        themeButton(),
        h('button', { type: 'button', click: onHelp }, h('kbd', {}, '?'), ' keys'),
      ),
    ),
    main,
  );
  return {
    main,
    show(screen) {
      places.forEach(([, , screens], i) => {
        if (screens.includes(screen)) links[i].setAttribute('aria-current', 'page');
        else links[i].removeAttribute('aria-current');
      });
    },
  };
}
