import type { PageComparison, PageSide } from '../../format/page.ts';
import { bytes, count } from '../../format/quantities.ts';
import {
  type ChangedSuspect,
  type ClassDifference,
  changedSuspects,
  classDifferences,
  diffSentence,
  panelPairs,
} from '../model/recording-diff.ts';
import { routeHash } from '../model/route.ts';
import { type Column, dataTable } from './data-table.ts';
import { deltaCell } from './delta-cell.ts';
import { type Child, h } from './element.ts';
import { notHere } from './not-here.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { name, section, sentence } from './texts.ts';
import { timeFigure } from './time-figure.ts';

/** Two recordings of one program: how each suspect changed, the memory of both, and their classes. */
export const drawDiff: Draw = async (input) => {
  const { summary } = input.source;
  const { comparison } = summary;
  if (comparison === undefined) return notHere('this page shows one recording', 'see its suspects');
  const title = diffSentence(comparison);
  return {
    title,
    content: [
      heading(title, comparison, summary),
      changes(changedSuspects(comparison, summary)),
      charts(comparison.before, summary),
      await classes(input),
    ],
  };
};

function heading(
  title: string,
  { before, worse, changes: all }: PageComparison,
  after: PageSide,
): HTMLElement {
  const side = (words: string, { source, report }: PageSide) =>
    h(
      'div',
      {},
      h('dt', {}, words),
      h('dd', {}, sentence(report.verdict.sentence), ' ', h('span', { class: 'quiet' }, name(source))),
    );
  return h(
    'header',
    { class: `verdict ${worse ? 'growth' : 'none'}` },
    h('p', { class: 'outcome' }, h('span', { class: 'badge' }, outcomeOf({ worse, changes: all }))),
    h(
      'h1',
      { tabindex: -1 },
      title.replace(/^.*?: /, '').replace(/^./, (first) => first.toUpperCase()),
    ),
    h('dl', { class: 'facts' }, side('before', before), side('after', after)),
  );
}

type Outcome = 'worse' | 'better' | 'no change' | 'not worse';

/** A suspect that is new but not confirmed makes nothing worse, and nothing better either. */
function outcomeOf({ worse, changes: all }: Pick<PageComparison, 'worse' | 'changes'>): Outcome {
  if (worse) return 'worse';
  if (all.every(({ state }) => state === 'same')) return 'no change';
  return all.some(({ state }) => worseStates.has(state)) ? 'not worse' : 'better';
}

const worseStates = new Set(['new', 'faster']);

function changes(changed: readonly ChangedSuspect[]): Child {
  if (changed.length === 0) return undefined;
  return section(
    'suspects',
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'suspects of both recordings' },
      h(
        'table',
        { class: 'data changes' },
        h('caption', { class: 'unseen' }, 'suspects of both recordings'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['suspect', 'change', 'before', 'after'].map((text, i) =>
              h('th', { scope: 'col', class: i > 1 ? 'number' : undefined }, text),
            ),
          ),
        ),
        h('tbody', {}, changed.map(row)),
      ),
    ),
  );
}

function row({ state, fingerprint, suspect, before, after }: ChangedSuspect): HTMLElement {
  const of = state === 'gone' ? 'before' : '';
  const rate = (words: string | undefined, side: string) =>
    h(
      'td',
      { class: 'number rate', 'data-name': side },
      words === undefined
        ? h('span', { class: 'quiet' }, 'not a suspect')
        : h(
            'a',
            {
              href: routeHash({
                screen: 'suspect',
                subject: fingerprint,
                state: { of: side === 'before' ? side : '' },
              }),
            },
            words,
          ),
    );
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h(
        'a',
        { href: routeHash({ screen: 'suspect', subject: fingerprint, state: { of } }), 'data-item': true },
        sentence(suspect.title),
      ),
      ' ',
      h('code', { class: 'quiet' }, fingerprint),
      suspect.confirmed ? undefined : h('span', { class: 'quiet' }, ' not confirmed'),
    ),
    h(
      'td',
      {},
      h(
        'span',
        { class: `state ${worseStates.has(state) ? 'worse' : state === 'same' ? '' : 'better'}` },
        state === 'same' ? 'the same' : state,
      ),
    ),
    rate(before, 'before'),
    rate(after, 'after'),
  );
}

function charts(before: PageSide, after: PageSide): Child {
  const pairs = panelPairs(before, after);
  if (pairs.length === 0) return undefined;
  return section(
    'memory, on one scale',
    h(
      'div',
      { class: 'pairs' },
      pairs.flatMap(({ before: earlier, after: later, most }) =>
        [
          { words: 'before', panel: earlier },
          { words: 'after', panel: later },
        ].map(({ words, panel }) =>
          panel === undefined
            ? h('p', { class: 'quiet' }, `${words}: not recorded`)
            : timeFigure({ ...panel, title: `${words}: ${panel.title}`, atLeast: most }),
        ),
      ),
    ),
  );
}

async function classes({ source, route, keepState }: ScreenInput): Promise<Child> {
  if (!source.has('classes') || !source.has('classesBefore')) return undefined;
  const rows = classDifferences(await source.table('classesBefore'), await source.table('classes'));
  let widest = 1;
  for (const one of rows) widest = Math.max(widest, Math.abs(grown(one)));
  return section(
    'classes in the last capture of each',
    dataTable({
      caption: 'classes in the last capture of each recording',
      columns: classColumns(widest),
      rows,
      text: ({ name: text }) => text,
      state: route.state,
      defaultSort: 'bytes',
      onState: ({ find, sort }) => keepState({ find, sort: sort === 'bytes' ? '' : sort }),
      empty: 'no class has this name',
    }),
  );
}

function grown({ bytesBefore, bytesAfter }: ClassDifference): number {
  return bytesAfter - bytesBefore;
}

function classColumns(widest: number): Column<ClassDifference>[] {
  const figure = (
    key: string,
    title: string,
    value: (one: ClassDifference) => number,
    say: (value: number) => string,
  ): Column<ClassDifference> => ({ key, title, cell: (one) => say(value(one)), value, minor: true });
  return [
    { key: 'name', title: 'class', cell: classCell, value: (one) => one.name },
    figure('then', 'objects before', (one) => one.objectsBefore, count),
    figure('now', 'objects after', (one) => one.objectsAfter, count),
    figure('bytesThen', 'bytes before', (one) => one.bytesBefore, bytes),
    figure('bytesNow', 'bytes after', (one) => one.bytesAfter, bytes),
    {
      key: 'bytes',
      title: 'difference',
      cell: (one) => deltaCell(grown(one), widest),
      // The largest change first, up or down.
      value: (one) => Math.abs(grown(one)),
    },
  ];
}

function classCell({ name: text, row: place }: ClassDifference): Child {
  return place === undefined
    ? name(text)
    : h('a', { href: routeHash({ screen: 'class', subject: String(place) }), 'data-item': true }, name(text));
}
