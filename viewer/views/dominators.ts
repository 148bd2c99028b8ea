import { bytes, count, share } from '../../format/quantities.ts';
import { type Box, icicle, nestedBoxes } from '../layout/boxes.ts';
import { type DominatorRow, dominatorRows, lineOf, rowTitle } from '../model/dominator-rows.ts';
import { growthShade, steadyShare } from '../model/growth-steps.ts';
import { routeHash } from '../model/route.ts';
import { type Column, dataTable } from './data-table.ts';
import { type Child, h, svg } from './element.ts';
import { birthBars } from './growth-bars.ts';
import { notHere } from './not-here.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { name, unseen } from './texts.ts';

const levels = 9;
const rowHeight = 26;
const charWidth = 6.4;
const labelFrom = 34;

let known: readonly DominatorRow[] | undefined;

/** Who keeps whom alive alone: a picture to drill down in, and the same as a table. */
export const drawDominators: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('dominators'))
    return notHere('this page carries no heap', 'it was made from a report alone');
  known ??= dominatorRows(await source.table('dominators'));
  const row = known[Number(route.subject ?? 0)];
  if (row === undefined)
    return notHere(`there is no row ${route.subject} here`, 'the dominators begin at the root');
  return {
    title: row.row === 0 ? 'dominators' : rowTitle(row),
    content: [
      h('h1', { tabindex: -1 }, row.row === 0 ? 'who keeps what alive' : name(rowTitle(row))),
      h(
        'p',
        { class: 'lead' },
        'Every box is what an object keeps alive alone: if it went, all that is inside it would go.',
      ),
      row.row === 0 ? undefined : line(row, input),
      picture(row, input),
      table(row, input),
    ],
  };
};

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

function hashOf({ row }: DominatorRow, { picture: kind = '' }: Readonly<Record<string, string>>): string {
  return routeHash({
    screen: 'dominators',
    ...(row === 0 ? {} : { subject: String(row) }),
    state: { picture: kind },
  });
}

function picture(top: DominatorRow, { route: { state, subject } }: ScreenInput): HTMLElement {
  const boxed = state.picture === 'treemap';
  const width = Math.max(320, Math.min(1180, document.documentElement.clientWidth - 48));
  const height = boxed ? 420 : rowHeight * Math.min(levels, depthOf(top));
  const boxes = boxed ? nestedBoxes(top, width, height, 5) : icicle(top, width, rowHeight, levels);
  const described = h('p', { class: 'described', 'aria-hidden': 'true' });
  const describe = (row: DominatorRow) => described.replaceChildren(...describedAs(row, top));
  describe(top);
  const go = (row: DominatorRow) => {
    if (row === top && top.parent !== undefined) location.hash = hashOf(top.parent, state);
    else if (row.children.length > 0) location.hash = hashOf(row, state);
    else if (row.objectId > 0) location.hash = routeHash({ screen: 'object', subject: String(row.objectId) });
  };
  return h(
    'figure',
    { class: 'boxes' },
    h('div', { class: 'above' }, kinds(subject, boxed), legend()),
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${height}`,
        width,
        height,
        role: 'img',
        'aria-label': `what ${rowTitle(top)} keeps alive, as boxes. The table below says the same.`,
      },
      boxes.map((box) => drawBox(box, boxed, describe, go)),
    ),
    described,
  );
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

function legend(): HTMLElement {
  return h(
    'p',
    { class: 'legend shades' },
    'grows: ',
    ['not at all', '1 %', '5 %', '20 %', 'half or more'].map((words, shade) =>
      h('span', { class: `key shade-${shade}` }, words),
    ),
  );
}

function drawBox(
  box: Box<DominatorRow>,
  boxed: boolean,
  describe: (row: DominatorRow) => void,
  go: (row: DominatorRow) => void,
): SVGElement {
  const { row, x, y, width, height } = box;
  const shade = row.kind === 'rest' ? 'rest' : `shade-${growthShade(row.born)}`;
  const labelled = width >= labelFrom && height >= 14;
  return svg(
    'g',
    {
      class: `box ${shade}${row.suspect === '' ? '' : ' holder'}`,
      click: () => go(row),
      mouseenter: () => describe(row),
    },
    svg('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: Math.max(1, width - 1),
      height: Math.max(1, height - 1),
      rx: 2,
    }),
    labelled
      ? svg('text', { x: x + 5, y: boxed ? y + 12.5 : y + 17 }, fitting(rowTitle(row), width - 10))
      : undefined,
  );
}

/** As much of a text as fits; SVG does not cut texts by itself. */
function fitting(text: string, width: number): string {
  const room = Math.floor(width / charWidth);
  const characters = [...text.slice(0, 400)];
  return characters.length <= room ? text : `${characters.slice(0, Math.max(1, room - 1)).join('')}…`;
}

function describedAs(row: DominatorRow, top: DominatorRow): Node[] {
  const grows = steadyShare(row.born);
  return [
    h('strong', {}, name(rowTitle(row))),
    h(
      'span',
      {},
      [
        ` ${bytes(row.retained)}`,
        row === top ? '' : `, ${share(row.retained / top.retained)} of this picture`,
        grows >= 0.01 ? `, ${share(grows)} of it grew steadily` : '',
        row.place === '' ? '' : `, ${row.place}`,
      ].join(''),
    ),
  ];
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

function table(top: DominatorRow, { route, keepState }: ScreenInput): Child {
  if (top.children.length === 0) return h('p', {}, 'Nothing below it is large enough to be shown.');
  const columns: Column<DominatorRow>[] = [
    { key: 'name', title: 'what', cell: (row) => title(row, route.state), value: rowTitle },
    {
      key: 'retained',
      title: 'retained',
      cell: ({ retained }) => bytes(retained),
      value: ({ retained }) => retained,
    },
    {
      key: 'share',
      title: 'share',
      cell: ({ retained }) => share(retained / top.retained),
      value: ({ retained }) => retained,
      minor: true,
    },
    { key: 'own', title: 'own', cell: ({ own }) => bytes(own), value: ({ own }) => own, minor: true },
    {
      key: 'count',
      title: 'objects',
      cell: ({ count: objects }) => count(objects),
      value: ({ count: objects }) => objects,
      minor: true,
    },
    {
      key: 'growth',
      title: 'grew',
      cell: growthCell,
      value: ({ born, retained }) => steadyShare(born) * retained,
    },
  ];
  return dataTable({
    caption: `what ${rowTitle(top)} keeps alive`,
    columns,
    rows: top.children,
    text: (row) => `${rowTitle(row)} ${row.place}`,
    state: route.state,
    defaultSort: 'retained',
    onState: ({ find, sort }) =>
      keepState({ picture: route.state.picture ?? '', find, sort: sort === 'retained' ? '' : sort }),
    empty: 'nothing here has such a name',
  });
}

function title(row: DominatorRow, state: Readonly<Record<string, string>>): Child {
  const shown = name(rowTitle(row));
  return [
    row.children.length > 0
      ? h('a', { href: hashOf(row, state), 'data-item': true }, shown)
      : row.objectId > 0
        ? h(
            'a',
            { href: routeHash({ screen: 'object', subject: String(row.objectId) }), 'data-item': true },
            shown,
          )
        : shown,
    row.suspect === ''
      ? undefined
      : [
          ' ',
          h(
            'a',
            { class: 'tag', href: routeHash({ screen: 'suspect', subject: row.suspect }) },
            'suspect',
            unseen(` ${row.suspect}`),
          ),
        ],
    row.place === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(row.place))],
  ];
}

function growthCell({ born, retained }: DominatorRow): Child {
  const grows = steadyShare(born);
  return h(
    'span',
    { class: 'grew' },
    grows >= 0.01 ? bytes(grows * retained) : h('span', { class: 'quiet' }, 'no'),
    birthBars(Array.from(born), 40, 16),
  );
}
