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
      summary.holders.length > 0 ? holders(summary.holders) : undefined,
      packages(summary),
      strings(summary),
      hints(summary),
      summary.limits.length > 0 ? list(summary.limits, 'evidence') : undefined,
    ),
  );
}

function holders(all: readonly LargeHolder[]): Child {
  return table(
    'largest holders, no byte in two of them',
    ['retained', 'of the heap', 'holder', 'what it is', 'source location'],
    all.map((holder) => [
      bytes(holder.retained),
      share(holder.share),
      h('code', {}, name(holderName(holder))),
      name(holderDetail(holder)),
      name(holder.place ?? ''),
    ]),
  );
}

function packages({ packages: all }: HeapSummary): Child {
  if (all.length === 0) return undefined;
  return table(
    'packages, each byte counted once',
    ['size', 'of the heap', 'package'],
    all.map((one: PackageShare) => [bytes(one.bytes), share(one.share), name(one.name)]),
  );
}

function strings({ duplicatedStrings }: HeapSummary): Child {
  const words = duplicatedStrings === undefined ? [] : stringsWords(duplicatedStrings);
  return words.length === 0 ? undefined : [h('h3', {}, 'duplicated strings'), list(words)];
}

function hints({ hints: all }: HeapSummary): Child {
  return all.length === 0 ? undefined : [h('h3', {}, 'worth a look'), list(all.map(hintWords))];
}

/** The first two columns are numbers. */
function table(caption: string, titles: readonly string[], rows: readonly (readonly Child[])[]): Child {
  const body = h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
    h(
      'table',
      { 'aria-label': caption },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          titles.map((title, i) => h('th', { scope: 'col', class: cellClass(i) }, title)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((cells) =>
          h(
            'tr',
            {},
            cells.map((cell, i) => h('td', { class: cellClass(i) }, cell)),
          ),
        ),
      ),
    ),
  );
  return [h('h3', {}, caption), body];
}

function cellClass(column: number): string | undefined {
  return column < 2 ? 'number' : undefined;
}
