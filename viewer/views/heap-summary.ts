import type { HeapSummary, LargeHolder, PackageShare } from '../../format/heap-summary.ts';
import {
  heapWords,
  hintWords,
  holderDetail,
  holderName,
  stringsWords,
} from '../../format/heap-summary-words.ts';
import { bytes, share } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { type Child, h } from './element.ts';
import { list, name, section } from './texts.ts';

/** What fills each heap, if there are too few captures to tell what grows. */
export function heapSummaries({ heapSummaries: all = [] }: Report): Child {
  return all.map((summary) =>
    section(
      all.length > 1 ? `what fills ${summary.capture}` : 'what fills the heap',
      h('p', {}, heapWords(summary)),
      h(
        'div',
        { class: 'fills' },
        summary.holders.length > 0 ? holders(summary.holders) : undefined,
        packages(summary),
        strings(summary),
        hints(summary),
      ),
      summary.limits.length > 0 ? list(summary.limits, 'evidence') : undefined,
    ),
  );
}

function holders(all: readonly LargeHolder[]): Child {
  return table(
    'largest holders, each byte counted once',
    ['holder', 'retained', 'share'],
    all.map((holder) => [holderCell(holder), bytes(holder.retained), share(holder.share)]),
  );
}

function holderCell(holder: LargeHolder): Child {
  const { place } = holder;
  const detail = holderDetail(holder);
  return [
    h('code', { class: 'edge' }, name(holderName(holder))),
    detail === '' ? undefined : [' ', name(detail)],
    place === undefined ? undefined : [' ', h('span', { class: 'quiet location' }, name(place))],
  ];
}

function packages({ packages: all }: HeapSummary): Child {
  if (all.length === 0) return undefined;
  return table(
    'packages, each byte counted once',
    ['package', 'size', 'share'],
    all.map((one: PackageShare) => [name(one.name), bytes(one.bytes), share(one.share)]),
  );
}

function strings({ duplicatedStrings }: HeapSummary): Child {
  const words = duplicatedStrings === undefined ? [] : stringsWords(duplicatedStrings);
  return words.length === 0 ? undefined : h('div', {}, h('h3', {}, 'duplicated strings'), list(words));
}

function hints({ hints: all }: HeapSummary): Child {
  return all.length === 0 ? undefined : h('div', {}, h('h3', {}, 'worth a look'), list(all.map(hintWords)));
}

/** All columns but the first one are numbers. */
function table(caption: string, titles: readonly string[], rows: readonly (readonly Child[])[]): Child {
  const headings = titles.map((title, i) =>
    h('th', { scope: 'col', class: i > 0 ? 'number' : undefined }, title),
  );
  const cells = (row: readonly Child[]) =>
    row.map((cell, i) => (i === 0 ? h('th', { scope: 'row' }, cell) : h('td', { class: 'number' }, cell)));
  return h(
    'div',
    {},
    h('h3', {}, caption),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
      h(
        'table',
        { class: 'data', 'aria-label': caption },
        h('thead', {}, h('tr', {}, headings)),
        h(
          'tbody',
          {},
          rows.map((row) => h('tr', {}, cells(row))),
        ),
      ),
    ),
  );
}
