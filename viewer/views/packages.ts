import { bytes, count, share } from '../../format/quantities.ts';
import { nestedBoxes } from '../layout/boxes.ts';
import { classRows } from '../model/class-rows.ts';
import { kindOf, ownCodeAlone, type PackageRow, packageRows, packageTitle } from '../model/package-rows.ts';
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

const pictureHeight = 440;
const levels = 3;

type ClassLinks = ReadonlyMap<string, number>;

/** Which code keeps the memory alive: packages, folders of the program, Node and the engine. */
export const drawPackages: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('packages'))
    return notHere(
      'this page cannot group memory by package',
      source.has('dominators')
        ? 'the snapshot does not locate code'
        : 'it was made from a report without snapshots',
    );
  const rows = packageRows(await source.table('packages'));
  const ownAlone = route.state.only === 'own';
  const chosen = rows[Number(route.subject ?? 0)];
  if (chosen === undefined) return notHere(`there is no package ${route.subject} here`, 'see all packages');
  const isAll = chosen.kind === 'all';
  const top = isAll && ownAlone ? ownCodeAlone(chosen) : chosen;
  const links = await classLinks(input);
  return {
    title: isAll ? 'packages' : packageTitle(chosen),
    content: [
      h('h1', { tabindex: -1 }, isAll ? 'which code keeps memory alive' : name(packageTitle(chosen))),
      h(
        'p',
        { class: 'lead' },
        'Each byte counts once: for the package whose code made the object, or for the only package that leads to it.',
      ),
      isAll ? undefined : wayBack(chosen),
      picture(top, isAll, ownAlone, links, input),
      table(top, links, input),
    ],
  };
};

/** The screen of a class by its name. */
async function classLinks({ source }: ScreenInput): Promise<ClassLinks> {
  if (!source.has('classes')) return new Map();
  const rows = classRows(await source.table('classes')).filter(({ classes }) => classes === 1);
  return new Map(rows.map(({ name: text, row }) => [text, row]));
}

function wayBack(row: PackageRow): HTMLElement {
  return h(
    'nav',
    { class: 'line', 'aria-label': 'from the root' },
    h('a', { href: routeHash({ screen: 'packages' }) }, 'all of the heap'),
    h('span', { 'aria-hidden': 'true' }, ' › '),
    h('span', { 'aria-current': 'true' }, name(packageTitle(row))),
  );
}

function picture(
  top: PackageRow,
  isAll: boolean,
  ownAlone: boolean,
  links: ClassLinks,
  { source }: ScreenInput,
): HTMLElement {
  const width = pictureWidth();
  return h(
    'figure',
    { class: 'boxes' },
    h(
      'div',
      { class: 'above' },
      isAll ? choice(ownAlone) : undefined,
      source.summary.captures.length > 1 ? growthLegend() : undefined,
    ),
    top.retained === 0
      ? h('p', {}, 'None of your own code keeps memory alive.')
      : boxPicture({
          boxes: nestedBoxes(top, width, pictureHeight, levels),
          width,
          height: pictureHeight,
          label: 'Memory by package, as boxes. The table below has the same data.',
          title: packageTitle,
          text: searchText,
          shade: shadeOf,
          tip: (row) => tip(row, top),
          open: (row) => {
            const target = row === top ? routeHash({ screen: 'packages' }) : targetOf(row, links);
            if (target !== undefined) location.hash = target;
          },
          nested: true,
        }),
  );
}

function choice(ownAlone: boolean): HTMLElement {
  const link = (words: string, only: string, current: boolean) =>
    h(
      'a',
      {
        href: routeHash({ screen: 'packages', state: { only } }),
        'aria-current': current ? 'true' : undefined,
      },
      words,
    );
  return h(
    'div',
    { class: 'choice', role: 'group', 'aria-label': 'whose code' },
    link('all code', '', !ownAlone),
    link('my code only', 'own', ownAlone),
  );
}

function targetOf({ kind, key, name: text }: PackageRow, links: ClassLinks): string | undefined {
  if (kind === 'rest' || kind === 'all') return undefined;
  if (kind !== 'class') return routeHash({ screen: 'packages', subject: key });
  const row = links.get(text);
  return row === undefined ? undefined : routeHash({ screen: 'class', subject: String(row) });
}

function searchText(row: PackageRow): string {
  return `${packageTitle(row)} ${row.suspect}`;
}

function tip(row: PackageRow, top: PackageRow): Child {
  const kind = kindOf(row);
  return tipContent(name(packageTitle(row)), [
    ['size', `${bytes(row.retained)}, ${share(row.retained / top.retained)} of this picture`],
    kind === '' ? undefined : ['kind', kind],
    row.kind === 'class' && row.parent !== undefined
      ? ['kept by', name(packageTitle(row.parent))]
      : undefined,
    ['objects', count(row.objects)],
    birthFact(row.born),
    row.suspect === '' ? undefined : ['suspect', row.suspect],
  ]);
}

function table(top: PackageRow, links: ClassLinks, { route, keepState, source }: ScreenInput): Child {
  const columns: Column<PackageRow>[] = [
    {
      key: 'name',
      title: top.kind === 'all' ? 'code' : 'class',
      cell: (row) => linkedTitle(name(packageTitle(row)), targetOf(row, links), row.suspect),
      value: packageTitle,
    },
    { key: 'kind', title: 'kind', cell: kindOf, value: kindOf, minor: true },
    {
      key: 'size',
      title: 'size',
      cell: ({ retained }) => bytes(retained),
      value: ({ retained }) => retained,
    },
    shareColumn(top),
    {
      key: 'objects',
      title: 'objects',
      cell: ({ objects }) => count(objects),
      value: ({ objects }) => objects,
      minor: true,
    },
    ...(source.summary.captures.length > 1 ? [growthColumn<PackageRow>()] : []),
  ];
  return dataTable({
    caption: top.kind === 'all' ? 'memory by package' : `classes of ${packageTitle(top)}`,
    columns,
    rows: top.children,
    last: ({ kind }) => kind === 'rest' || kind === 'engine',
    text: searchText,
    state: route.state,
    defaultSort: 'size',
    onState: ({ find, sort }) =>
      keepState({ only: route.state.only ?? '', find, sort: sort === 'size' ? '' : sort }),
    empty: 'no package has this name',
  });
}
