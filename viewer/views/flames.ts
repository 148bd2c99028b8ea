import { bytes, count, share } from '../../format/quantities.ts';
import { speedscopeFile } from '../../format/speedscope.ts';
import type { PageSource } from '../data/page-source.ts';
import { type Box, icicle } from '../layout/boxes.ts';
import { type FlameRow, Flames, type FunctionRow, type Measure, measures } from '../model/flame-rows.ts';
import { routeHash } from '../model/route.ts';
import { boxPicture, pictureWidth } from './box-picture.ts';
import { codeLegend, codeShades } from './code-legend.ts';
import { type Column, dataTable } from './data-table.ts';
import { fileName, saveFile } from './download.ts';
import { type Child, h } from './element.ts';
import { notHere } from './not-here.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { facts, name, section } from './texts.ts';
import { tipContent } from './tip.ts';

const rowHeight = 24;
/** To see deeper calls, open a call above them. */
const mostLevels = 28;

type State = Readonly<Record<string, string>>;

let known: Flames | undefined;

export async function flamesOf(source: PageSource): Promise<Flames> {
  known ??= new Flames(await source.table('stacks'));
  return known;
}

/** Which calls allocated what is alive: of the whole program, or around one function. */
export const drawFlames: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('stacks'))
    return notHere(
      'this recording has no allocation samples',
      'to see which calls allocate, record a Node process without --no-sampling',
    );
  const flames = await flamesOf(source);
  const measure = measures.find((one) => one === route.state.of) ?? 'live';
  const chosen = route.state.function;
  return chosen === undefined ? whole(flames, measure, input) : around(chosen, flames, measure, input);
};

function whole(flames: Flames, measure: Measure, input: ScreenInput) {
  const { route, source } = input;
  const top = flames.rows(measure)[Number(route.subject ?? 0)];
  if (top === undefined) return notHere(`there is no call ${route.subject} here`, 'see all allocations');
  const isAll = top.parent === undefined;
  const title = isAll ? 'which calls allocate what is alive' : top.name;
  return {
    title: isAll ? 'allocations' : top.name,
    content: [
      h('h1', { tabindex: -1 }, isAll ? title : name(title)),
      lead(source),
      isAll ? undefined : line(top, route.state),
      h(
        'figure',
        { class: 'boxes flames' },
        h('div', { class: 'above' }, choice(measure, input), codeLegend()),
        top.retained === 0
          ? h('p', {}, 'Everything alive was allocated before the first profile.')
          : calls(
              top,
              top,
              (row) => {
                if (row === top && top.parent !== undefined) location.hash = hashOf(top.parent, route.state);
                else if (row.kind !== 'rest') location.hash = hashOf(row, route.state);
              },
              false,
              `Calls that allocate, callers above what they call. The table below names the functions.`,
            ),
        isAll || top.functionKey === ''
          ? undefined
          : h(
              'p',
              {},
              h(
                'a',
                { href: aroundHash(top.functionKey, route.state), 'data-item': true },
                'see all callers and callees of this function',
              ),
            ),
      ),
      functionTable(flames.functions(), measure, input),
    ],
  };
}

function around(key: string, flames: Flames, measure: Measure, input: ScreenInput) {
  const { route } = input;
  const one = flames.functions().find((row) => row.key === key);
  if (one === undefined) return notHere('this page has no such function', 'see all allocations');
  const { callers, callees } = flames.sandwich(key, measure);
  const open = (row: FlameRow) => {
    if (row.functionKey !== '' && row.functionKey !== key)
      location.hash = aroundHash(row.functionKey, route.state);
  };
  const pictureOf = (rows: readonly FlameRow[], atBottom: boolean, label: string) =>
    rows.length < 2
      ? h('p', { class: 'quiet' }, atBottom ? 'No callers were sampled.' : 'It calls nothing that allocates.')
      : calls(rows[0], rows[0], open, atBottom, label);
  return {
    title: one.name,
    content: [
      h('h1', { tabindex: -1 }, name(one.name), ' ', h('span', { class: 'quiet location' }, name(one.place))),
      facts([
        ['by itself', bytes(one.own)],
        ['with callees', bytes(one.total)],
        ['growth', `${bytes(one.growth)} since the first profile`],
        ['samples', count(one.samples)],
      ]),
      h('div', { class: 'above' }, choice(measure, input), codeLegend()),
      section(
        'its callers',
        h(
          'figure',
          { class: 'boxes flames' },
          pictureOf(callers, true, `Calls that lead to ${one.name}, the function at the bottom.`),
        ),
        callTable(callers, 'callers', input),
      ),
      section(
        'its callees',
        h(
          'figure',
          { class: 'boxes flames' },
          pictureOf(callees, false, `Calls of ${one.name}, the function at the top.`),
        ),
        callTable(callees, 'callees', input),
      ),
      h(
        'p',
        {},
        h(
          'a',
          {
            href: routeHash({ screen: 'allocations', state: { of: route.state.of ?? '' } }),
            'data-item': true,
          },
          'all allocations',
        ),
      ),
    ],
  };
}

function lead({ summary: { sampling } }: PageSource): HTMLElement {
  return h(
    'p',
    { class: 'lead' },
    'Sampled allocations that are still alive.',
    sampling === undefined
      ? ''
      : ` All sizes are estimates: one sample stands for about ${bytes(sampling.interval)}.`,
  );
}

function hashOf({ key, parent }: FlameRow, { of = '' }: State): string {
  return routeHash({
    screen: 'allocations',
    ...(parent === undefined ? {} : { subject: key }),
    state: { of },
  });
}

function aroundHash(key: string, { of = '' }: State): string {
  return routeHash({ screen: 'allocations', state: { of, function: key } });
}

function line(row: FlameRow, state: State): HTMLElement {
  const above: FlameRow[] = [];
  for (let at: FlameRow | undefined = row; at !== undefined; at = at.parent) above.unshift(at);
  return h(
    'nav',
    { class: 'line', 'aria-label': 'callers' },
    above.map((one, i) => [
      i > 0 ? h('span', { 'aria-hidden': 'true' }, ' › ') : undefined,
      one === row
        ? h('span', { 'aria-current': 'true' }, name(one.name))
        : h('a', { href: hashOf(one, state) }, name(one.name)),
    ]),
  );
}

function choice(measure: Measure, { route }: ScreenInput): HTMLElement {
  const link = (words: string, of: Measure) =>
    h(
      'a',
      {
        href: routeHash({ ...route, state: { ...route.state, of: of === 'live' ? '' : of } }),
        'aria-current': measure === of ? 'true' : undefined,
      },
      words,
    );
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'what is shown' },
    link('live bytes', 'live'),
    link('growth', 'growth'),
  );
}

function calls(
  drawn: FlameRow,
  all: FlameRow,
  open: (row: FlameRow) => void,
  rootAtBottom: boolean,
  label: string,
): HTMLElement {
  const width = pictureWidth();
  const levels = Math.min(mostLevels, depthOf(drawn));
  const height = rowHeight * levels;
  const boxes = icicle(drawn, width, rowHeight, levels);
  return boxPicture({
    boxes: rootAtBottom ? boxes.map((box) => upended(box, height)) : boxes,
    width,
    height,
    label,
    title: ({ name: called, place }) => (called === '(anonymous)' ? `${called} ${place}` : called),
    text: ({ name: called, place }) => `${called} ${place}`,
    shade: ({ kind }) => codeShades[kind],
    tip: (row) =>
      tipContent(name(row.name), [
        row.place === '' ? undefined : ['place', name(row.place)],
        [
          'with callees',
          `${bytes(row.retained)}, ${share(row.retained / Math.max(1, all.retained))} of this picture`,
        ],
        row.own > 0 ? ['by itself', bytes(row.own)] : undefined,
        row.samples > 0 ? ['samples', count(row.samples)] : undefined,
      ]),
    open,
    rootAtBottom,
  });
}

function upended<Row>(box: Box<Row>, height: number): Box<Row> {
  return { ...box, y: height - box.y - box.height };
}

function depthOf(top: FlameRow): number {
  let depth = 0;
  for (let level: readonly FlameRow[] = [top]; level.length > 0 && depth < mostLevels; depth++)
    level = level.flatMap(({ children }) => children);
  return depth;
}

function functionTable(rows: readonly FunctionRow[], measure: Measure, input: ScreenInput): HTMLElement {
  const { route, keepState, source } = input;
  const columns: Column<FunctionRow>[] = [
    {
      key: 'name',
      title: 'function',
      cell: (row) => [
        h('a', { href: aroundHash(row.key, route.state), 'data-item': true }, name(row.name)),
        ' ',
        h('span', { class: 'quiet location' }, name(row.place)),
      ],
      value: (row) => row.name,
    },
    { key: 'own', title: 'by itself', cell: ({ own }) => bytes(own), value: ({ own }) => own },
    { key: 'total', title: 'with callees', cell: ({ total }) => bytes(total), value: ({ total }) => total },
    {
      key: 'growth',
      title: 'growth',
      cell: ({ growth }) => bytes(growth),
      value: ({ growth }) => growth,
      minor: true,
    },
    {
      key: 'samples',
      title: 'samples',
      cell: ({ samples }) => count(samples),
      value: ({ samples }) => samples,
      minor: true,
    },
  ];
  const defaultSort = measure === 'growth' ? 'growth' : 'own';
  return h(
    'div',
    {},
    dataTable({
      caption: 'functions with live allocations',
      columns,
      rows,
      text: (row) => `${row.name} ${row.place}`,
      state: route.state,
      defaultSort,
      onState: ({ find, sort }) =>
        keepState({ of: route.state.of ?? '', find, sort: sort === defaultSort ? '' : sort }),
      empty: 'no function has this name',
    }),
    h(
      'p',
      { class: 'exports' },
      h('button', { type: 'button', click: () => void saveSpeedscope(source) }, 'save for speedscope'),
      ' ',
      h(
        'span',
        { class: 'quiet' },
        'For pprof: ',
        h('code', {}, 'heaptrail allocations RECORDING --pprof FILE'),
      ),
    ),
  );
}

/** The pictures' calls in words. */
function callTable(rows: readonly FlameRow[], what: string, { route }: ScreenInput): Child {
  if (rows.length < 2) return undefined;
  const [top, ...others] = rows;
  const columns: Column<FlameRow>[] = [
    {
      key: 'name',
      title: 'function',
      cell: (row) => [
        row.functionKey === ''
          ? row.name
          : h('a', { href: aroundHash(row.functionKey, route.state), 'data-item': true }, name(row.name)),
        ' ',
        h('span', { class: 'quiet location' }, name(row.place)),
      ],
      value: (row) => row.name,
    },
    {
      key: 'total',
      title: 'alive',
      cell: ({ retained }) => bytes(retained),
      value: ({ retained }) => retained,
    },
    {
      key: 'share',
      title: 'share',
      cell: ({ retained }) => share(retained / Math.max(1, top.retained)),
      value: ({ retained }) => retained / Math.max(1, top.retained),
    },
  ];
  return dataTable({
    caption: what,
    columns,
    rows: others,
    state: {},
    defaultSort: 'total',
    onState: () => {},
    empty: 'none',
  });
}

async function saveSpeedscope(source: PageSource): Promise<void> {
  const { frames, stacks } = (await flamesOf(source)).stacks();
  const text = JSON.stringify(speedscopeFile(source.summary.source, frames, stacks));
  saveFile(fileName(`${source.summary.source} allocations`, 'speedscope.json'), 'application/json', text);
}
