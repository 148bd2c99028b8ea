import type { PageSummary } from '../../format/page.ts';
import { targetName } from '../../format/target-name.ts';
import { placesOf, rangeOf } from '../model/places.ts';
import type { Route } from '../model/route.ts';
import { h } from './element.ts';
import { name } from './texts.ts';
import { themeButton } from './theme.ts';

export interface Frame {
  readonly main: HTMLElement;
  /** Marks the place in the navigation that a screen belongs to. */
  readonly show: (route: Route) => void;
}

/** The header around every screen. */
export function buildFrame(summary: PageSummary, onHelp: () => void): Frame {
  const { report, source } = summary;
  const { target } = report;
  const places = placesOf(summary);
  const links = places.map(({ words }) => h('a', {}, words));
  let range = {};
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
      'skip to content',
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
          : h('span', { class: 'quiet' }, `${target.runtime} ${target.version}, ${targetName(target)}`),
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
    show(route) {
      range = rangeOf(route) ?? range;
      places.forEach(({ screens, hash }, i) => {
        links[i].setAttribute('href', hash(range));
        if (screens.includes(route.screen)) links[i].setAttribute('aria-current', 'page');
        else links[i].removeAttribute('aria-current');
      });
    },
  };
}
