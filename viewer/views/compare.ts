import type { PageCapture } from '../../format/page.ts';
import { count, signedBytes } from '../../format/quantities.ts';
import { type ChangeFilter, type ClassChange, classChanges, filterChanges } from '../model/class-rows.ts';
import { routeHash } from '../model/route.ts';
import { type Column, dataTable } from './data-table.ts';
import { type Child, h, svg } from './element.ts';
import { notHere } from './not-here.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { name } from './texts.ts';

const filters: readonly (readonly [ChangeFilter, string])[] = [
  ['changed', 'changed'],
  ['grown', 'grown'],
  ['new', 'new'],
  ['gone', 'gone'],
  ['all', 'all'],
];

/** What became of every class between two captures. */
export const drawCompare: Draw = async (input) => {
  const { source, route } = input;
  const { captures } = source.summary;
  if (!source.has('classes') || captures.length < 2)
    return notHere('there are no two captures to compare', 'growth is a difference between captures');
  const last = captures.length - 1;
  const to = within(route.state.to, 1, last, last);
  const from = within(route.state.from, 0, to - 1, 0);
  const show = filters.find(([filter]) => filter === route.state.show)?.[0] ?? 'changed';
  const changes = classChanges(await source.table('classes'), from, to).filter(
    ({ before, after }) => before + after > 0,
  );
  return {
    title: `${captures[from].label} and ${captures[to].label}`,
    content: [
      h('h1', { tabindex: -1 }, 'what changed between two captures'),
      h(
        'div',
        { class: 'above' },
        choice(captures, from, to, route.state),
        filterLinks(changes, show, route.state),
      ),
      table(filterChanges(changes, show), captures, from, to, input),
    ],
  };
};

function within(text: string | undefined, least: number, most: number, otherwise: number): number {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}

function choice(
  captures: readonly PageCapture[],
  from: number,
  to: number,
  state: Readonly<Record<string, string>>,
): HTMLElement {
  const select = (label: string, chosen: number, first: number, last: number, key: 'from' | 'to') =>
    h(
      'label',
      {},
      `${label} `,
      h(
        'select',
        {
          change: ({ target }: { target: HTMLSelectElement }) => {
            location.hash = routeHash({
              screen: 'compare',
              state: { ...state, from: String(from), to: String(to), [key]: target.value },
            });
          },
        },
        captures
          .slice(first, last + 1)
          .map(({ label: text }, i) =>
            h('option', { value: first + i, selected: first + i === chosen }, text),
          ),
      ),
    );
  return h(
    'div',
    { class: 'choices' },
    select('from', from, 0, to - 1, 'from'),
    select('to', to, from + 1, captures.length - 1, 'to'),
  );
}

function filterLinks(
  changes: readonly ClassChange[],
  show: ChangeFilter,
  state: Readonly<Record<string, string>>,
): HTMLElement {
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'which classes' },
    filters.map(([filter, words]) =>
      h(
        'a',
        {
          href: routeHash({
            screen: 'compare',
            state: { ...state, show: filter === 'changed' ? '' : filter },
          }),
          'aria-current': filter === show ? 'true' : undefined,
        },
        `${words} `,
        h('span', { class: 'quiet' }, count(filterChanges(changes, filter).length)),
      ),
    ),
  );
}

function table(
  changes: readonly ClassChange[],
  captures: readonly PageCapture[],
  from: number,
  to: number,
  { route, keepState }: ScreenInput,
): Child {
  const widest = Math.max(1, ...changes.map((change) => Math.abs(delta(change))));
  const columns: Column<ClassChange>[] = [
    { key: 'name', title: 'class', cell: classCell, value: (change) => change.name },
    {
      key: 'before',
      title: 'objects then',
      cell: ({ before }) => count(before),
      value: ({ before }) => before,
      minor: true,
    },
    {
      key: 'after',
      title: 'objects now',
      cell: ({ after }) => count(after),
      value: ({ after }) => after,
      minor: true,
    },
    {
      key: 'new',
      title: 'new',
      cell: ({ fresh }) => zeroQuiet(fresh, `+${count(fresh)}`),
      value: ({ fresh }) => fresh,
    },
    {
      key: 'gone',
      title: 'gone',
      cell: ({ gone }) => zeroQuiet(gone, `−${count(gone)}`),
      value: ({ gone }) => gone,
      minor: true,
    },
    { key: 'bytes', title: 'bytes', cell: (change) => deltaCell(delta(change), widest), value: delta },
  ];
  return dataTable({
    caption: `classes in ${captures[from].label} and ${captures[to].label}`,
    columns,
    rows: changes,
    text: ({ name: text }) => text,
    state: route.state,
    defaultSort: 'bytes',
    onState: ({ find, sort }) => keepState({ ...route.state, find, sort: sort === 'bytes' ? '' : sort }),
    empty: 'no class is like that',
  });
}

function classCell({ name: text, row, classes }: ClassChange): Child {
  return classes > 1
    ? `${text}: ${count(classes)}`
    : h('a', { href: routeHash({ screen: 'class', subject: String(row) }), 'data-item': true }, name(text));
}

function delta({ bytesBefore, bytesAfter }: ClassChange): number {
  return bytesAfter - bytesBefore;
}

function zeroQuiet(value: number, words: string): Child {
  return value === 0 ? h('span', { class: 'quiet' }, '0') : words;
}

/** The figure, and a bar to the left of the middle for less, to the right for more. */
function deltaCell(value: number, widest: number): Child {
  const half = 30;
  const width = (Math.abs(value) / widest) * half;
  return h(
    'span',
    { class: 'grew' },
    value === 0 ? h('span', { class: 'quiet' }, '0') : signedBytes(value),
    svg(
      'svg',
      {
        class: 'delta',
        viewBox: `0 0 ${2 * half} 10`,
        width: 2 * half,
        height: 10,
        'aria-hidden': 'true',
        focusable: 'false',
      },
      svg('rect', {
        class: value < 0 ? 'less' : 'fresh',
        x: value < 0 ? half - width : half,
        y: 1,
        width,
        height: 8,
        rx: 1,
      }),
      svg('line', { class: 'ground', x1: half, x2: half, y1: 0, y2: 10 }),
    ),
  );
}
