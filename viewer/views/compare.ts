import type { ClassesTable, PageCapture } from '../../format/page.ts';
import { count } from '../../format/quantities.ts';
import { type Change, type ChangeFilter, changeFilters, filterChanges } from '../model/changes.ts';
import { classChanges, classRows } from '../model/class-rows.ts';
import { pathChanges } from '../model/path-changes.ts';
import { routeHash } from '../model/route.ts';
import { classTable, pathTable } from './change-tables.ts';
import { h } from './element.ts';
import { notHere } from './not-here.ts';
import type { Draw } from './screen.ts';

type State = Readonly<Record<string, string>>;

/** How every class, or every path, changed between two captures. */
export const drawCompare: Draw = async (input) => {
  const { source, route } = input;
  const { captures } = source.summary;
  if (!source.has('classes') || captures.length < 2)
    return notHere('comparing needs two captures', 'this page has fewer');
  const last = captures.length - 1;
  const to = within(route.state.to, 1, last, last);
  const from = within(route.state.from, 0, to - 1, 0);
  const show = changeFilters.find((filter) => filter === route.state.show) ?? 'changed';
  const caption = `in ${captures[from].label} and ${captures[to].label}`;
  const byPath = route.state.by === 'path' && source.has('paths');
  const classes = await source.table('classes');
  const shown = byPath
    ? narrowed(pathChanges(await source.table('paths'), from, to), show, (rows) =>
        pathTable(rows, `paths ${caption}`, rowsOfClasses(classes), input),
      )
    : narrowed(classChanges(classes, from, to), show, (rows) =>
        classTable(rows, `classes ${caption}`, input),
      );
  return {
    title: `${captures[from].label} and ${captures[to].label}`,
    content: [
      h('h1', { tabindex: -1 }, 'what changed between two captures'),
      h(
        'div',
        { class: 'above' },
        h('div', { class: 'choices' }, kinds(byPath, route.state), choice(captures, from, to, route.state)),
        filterLinks(shown.counts, show, route.state),
      ),
      byPath
        ? h(
            'p',
            { class: 'lead' },
            'A path is the way from a variable to an object. Each byte counts once, for the object it belongs to.',
          )
        : undefined,
      shown.table,
    ],
  };
};

/** Finds a class in the last capture: only these classes have a screen. */
function rowsOfClasses(classes: ClassesTable): (className: string) => number | undefined {
  const rows = new Map(classRows(classes).map(({ name, row }) => [name, row]));
  return (className) => rows.get(className);
}

interface Narrowed {
  readonly counts: ReadonlyMap<ChangeFilter, number>;
  readonly table: HTMLElement;
}

function narrowed<Row extends Change>(
  changes: readonly Row[],
  show: ChangeFilter,
  table: (rows: readonly Row[]) => HTMLElement,
): Narrowed {
  return {
    counts: new Map(changeFilters.map((filter) => [filter, filterChanges(changes, filter).length])),
    table: table(filterChanges(changes, show)),
  };
}

function within(text: string | undefined, least: number, most: number, otherwise: number): number {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
}

function kinds(byPath: boolean, state: State): HTMLElement {
  const link = (words: string, by: string, current: boolean) =>
    h(
      'a',
      {
        href: routeHash({ screen: 'compare', state: { ...state, by, sort: '', find: '' } }),
        'aria-current': current ? 'true' : undefined,
      },
      words,
    );
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'what is compared' },
    link('classes', '', !byPath),
    link('paths', 'path', byPath),
  );
}

function choice(captures: readonly PageCapture[], from: number, to: number, state: State): HTMLElement[] {
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
  return [select('from', from, 0, to - 1, 'from'), select('to', to, from + 1, captures.length - 1, 'to')];
}

function filterLinks(
  counts: ReadonlyMap<ChangeFilter, number>,
  show: ChangeFilter,
  state: State,
): HTMLElement {
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'which rows' },
    changeFilters.map((filter) =>
      h(
        'a',
        {
          href: routeHash({
            screen: 'compare',
            state: { ...state, show: filter === 'changed' ? '' : filter },
          }),
          'aria-current': filter === show ? 'true' : undefined,
        },
        `${filter} `,
        h('span', { class: 'quiet' }, count(counts.get(filter) ?? 0)),
      ),
    ),
  );
}
