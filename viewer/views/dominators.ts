import { bytes, count, share } from '../../format/quantities.ts';
import { icicle, nestedBoxes } from '../layout/boxes.ts';
import {
  allBelow,
  type DominatorRow,
  dominatorRows,
  lineOf,
  rootKey,
  rowTitle,
} from '../model/dominator-rows.ts';
import { routeHash } from '../model/route.ts';
import { birthFact } from './births.ts';
import { boxPicture, pictureWidth } from './box-picture.ts';
import { type Column, dataTable } from './data-table.ts';
import { type Child, h } from './element.ts';
import { growthColumn, linkedTitle, shadeOf, shareColumn } from './growing-row.ts';
import { growthLegend } from './growth-legend.ts';
import { notHere } from './not-here.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { name } from './texts.ts';
import { tipContent } from './tip.ts';

const levels = 9;
const rowHeight = 26;
const treemapHeight = 440;
const treemapLevels = 5;

type State = Readonly<Record<string, string>>;

let known: ReadonlyMap<string, DominatorRow> | undefined;

/** Who keeps whom alive alone: a picture to drill down in, and the same as a table. */
export const drawDominators: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('dominators'))
    return notHere('this page carries no heap', 'it was made from a report without snapshots');
  known ??= dominatorRows(await source.table('dominators'));
  const row = known.get(route.subject ?? rootKey);
  if (row === undefined) return notHere(`there is no row ${route.subject} here`, 'start again at the root');
  const isRoot = row.key === rootKey;
  return {
    title: isRoot ? 'dominators' : rowTitle(row),
    content: [
      h('h1', { tabindex: -1 }, isRoot ? 'who keeps what alive' : name(rowTitle(row))),
      h(
        'p',
        { class: 'lead' },
        'Each box is memory that only this object keeps alive. Free the object and everything inside is freed.',
      ),
      isRoot ? undefined : line(row, input),
      picture(row, input),
      table(row, input),
    ],
  };
};

/** Growth needs two captures. */
function showsGrowth({ source }: ScreenInput): boolean {
  return source.summary.captures.length > 1;
}

function line(row: DominatorRow, { route: { state } }: ScreenInput): HTMLElement {
  const above = lineOf(row);
  return h(
    'nav',
    { class: 'line', 'aria-label': 'from the root' },
    above.map((one, i) => [
      i > 0 ? h('span', { 'aria-hidden': 'true' }, ' › ') : undefined,
      i === above.length - 1
        ? h('span', { 'aria-current': 'true' }, name(rowTitle(one)))
        : h('a', { href: hashOf(one, state) }, name(rowTitle(one))),
    ]),
  );
}

function hashOf({ key }: DominatorRow, { picture: kind = '' }: State): string {
  return routeHash({
    screen: 'dominators',
    ...(key === rootKey ? {} : { subject: key }),
    state: { picture: kind },
  });
}

/** Where a row leads: to what is below it, or to its one object. */
function targetOf(row: DominatorRow, state: State): string | undefined {
  if (row.children.length > 0) return hashOf(row, state);
  return row.objectId > 0 ? routeHash({ screen: 'object', subject: String(row.objectId) }) : undefined;
}

function picture(top: DominatorRow, input: ScreenInput): HTMLElement {
  const { state, subject } = input.route;
  const boxed = state.picture === 'treemap';
  const width = pictureWidth();
  const height = boxed ? treemapHeight : rowHeight * Math.min(levels, depthOf(top));
  return h(
    'figure',
    { class: 'boxes' },
    h('div', { class: 'above' }, kinds(subject, boxed), showsGrowth(input) ? growthLegend() : undefined),
    boxPicture({
      boxes: boxed ? nestedBoxes(top, width, height, treemapLevels) : icicle(top, width, rowHeight, levels),
      width,
      height,
      label: `What ${rowTitle(top)} keeps alive, as boxes. The table below has the same data.`,
      title: rowTitle,
      text: searchText,
      shade: shadeOf,
      tip: (row) => tip(row, top),
      open: (row) => {
        const target =
          row === top && top.parent !== undefined ? hashOf(top.parent, state) : targetOf(row, state);
        if (target !== undefined && row.key !== rootKey) location.hash = target;
      },
      nested: boxed,
    }),
  );
}

function searchText(row: DominatorRow): string {
  return `${rowTitle(row)} ${row.name} ${row.place} ${row.suspect}`;
}

function tip(row: DominatorRow, top: DominatorRow): Child {
  return tipContent(name(rowTitle(row)), [
    ['retained', `${bytes(row.retained)}, ${share(row.retained / top.retained)} of this picture`],
    row.kind === 'alike' || row.count > 1 ? ['objects', count(row.count)] : undefined,
    row.name === rowTitle(row) || row.kind === 'rest' ? undefined : ['class', name(row.name)],
    row.place === '' ? undefined : ['place', name(row.place)],
    birthFact(row.born),
    row.suspect === '' ? undefined : ['suspect', row.suspect],
  ]);
}

function kinds(subject: string | undefined, boxed: boolean): HTMLElement {
  const link = (words: string, kind: string, current: boolean) =>
    h(
      'a',
      {
        href: routeHash({
          screen: 'dominators',
          ...(subject === undefined ? {} : { subject }),
          state: { picture: kind },
        }),
        'aria-current': current ? 'true' : undefined,
      },
      words,
    );
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'picture' },
    link('icicle', '', !boxed),
    link('treemap', 'treemap', boxed),
  );
}

function depthOf(row: DominatorRow): number {
  let depth = 1;
  let level: readonly DominatorRow[] = [row];
  for (; depth <= levels; depth++) {
    level = level.flatMap(({ children }) => children);
    if (level.length === 0) break;
  }
  return depth;
}

function table(top: DominatorRow, input: ScreenInput): Child {
  const { route, keepState } = input;
  if (top.children.length === 0) return h('p', {}, 'Everything below it is too small to show.');
  const columns: Column<DominatorRow>[] = [
    { key: 'name', title: 'what', cell: (row) => title(row, top, route.state), value: rowTitle },
    {
      key: 'retained',
      title: 'retained',
      cell: ({ retained }) => bytes(retained),
      value: ({ retained }) => retained,
    },
    shareColumn(top),
    { key: 'own', title: 'own', cell: ({ own }) => bytes(own), value: ({ own }) => own, minor: true },
    {
      key: 'count',
      title: 'objects',
      cell: ({ count: objects }) => count(objects),
      value: ({ count: objects }) => objects,
      minor: true,
    },
    ...(showsGrowth(input) ? [growthColumn<DominatorRow>()] : []),
  ];
  return dataTable({
    caption: `what ${rowTitle(top)} keeps alive`,
    columns,
    rows: top.children,
    filtered: () => allBelow(top),
    last: ({ kind }) => kind === 'rest' || kind === 'engine',
    text: searchText,
    state: route.state,
    defaultSort: 'retained',
    onState: ({ find, sort }) =>
      keepState({ picture: route.state.picture ?? '', find, sort: sort === 'retained' ? '' : sort }),
    empty: 'no row has this name, on any level',
  });
}

function title(row: DominatorRow, top: DominatorRow, state: State): Child {
  const shown = name(rowTitle(row));
  return [
    linkedTitle(shown, targetOf(row, state), row.suspect),
    row.place === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(row.place))],
    row.parent === undefined || row.parent === top ? undefined : whereBelow(row, top),
  ];
}

/** A row that a filter found on another level: what is above it. */
function whereBelow(row: DominatorRow, top: DominatorRow): Child {
  const line = lineOf(row);
  const above = line.slice(line.indexOf(top) + 1, -1).map(rowTitle);
  return h('span', { class: 'quiet within' }, 'in ', name(above.join(' › ')));
}
