import { bytes, count } from '../../format/quantities.ts';
import { type ClassRow, classRows } from '../model/class-rows.ts';
import type { ObjectRow } from '../model/object-rows.ts';
import { routeHash } from '../model/route.ts';
import { type Column, dataTable } from './data-table.ts';
import { type Child, h } from './element.ts';
import { birthBars, wordsOfBirth } from './growth-bars.ts';
import { notHere } from './not-here.ts';
import { objectGraph } from './object.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { facts, name } from './texts.ts';

/** Every class of the last capture, or the objects that the page carries. */
export const drawObjects: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('objects')) return notHere('this page carries no heap', 'it was made from a report alone');
  const objects = route.state.show === 'objects';
  return {
    title: objects ? 'objects' : 'classes',
    content: [
      h('h1', { tabindex: -1 }, 'what is in the last capture'),
      h(
        'div',
        { class: 'choice', role: 'group', 'aria-label': 'list' },
        h(
          'a',
          { href: routeHash({ screen: 'objects' }), 'aria-current': objects ? undefined : 'true' },
          'classes',
        ),
        h(
          'a',
          {
            href: routeHash({ screen: 'objects', state: { show: 'objects' } }),
            'aria-current': objects ? 'true' : undefined,
          },
          'objects',
        ),
      ),
      objects ? await objectList(input) : await classList(input),
    ],
  };
};

/** One class and its objects, as far as the page carries them. */
export const drawClass: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('objects')) return notHere('this page carries no heap', 'it was made from a report alone');
  const row = classRows(await source.table('classes')).find((one) => String(one.row) === route.subject);
  if (row === undefined)
    return notHere('the last capture has no such class', 'it may have been there in an earlier one');
  const graph = await objectGraph(source);
  const shown = graph.ofClass(row.name);
  return {
    title: row.name,
    content: [
      h('h1', { tabindex: -1 }, name(row.name)),
      facts([
        ['objects', count(row.objects)],
        ['own size', bytes(row.bytes)],
        ['retained by all of them', bytes(row.retained)],
        ['own bytes by birth', birthBars(row.born, 72, 20)],
      ]),
      h(
        'p',
        { class: 'quiet' },
        shown.length === row.objects
          ? 'All of them are in this page.'
          : `${count(shown.length)} of ${count(row.objects)} are in this page: the largest, and those that suspects are made of.`,
      ),
      objectTable(shown, `objects of the class ${row.name}`, input),
    ],
  };
};

async function classList({ source, route, keepState }: ScreenInput): Promise<Child> {
  const columns: Column<ClassRow>[] = [
    {
      key: 'name',
      title: 'class',
      cell: ({ name: text, row, classes }) =>
        classes > 1
          ? `${text}: ${count(classes)}`
          : h(
              'a',
              { href: routeHash({ screen: 'class', subject: String(row) }), 'data-item': true },
              name(text),
            ),
      value: (row) => row.name,
    },
    {
      key: 'objects',
      title: 'objects',
      cell: ({ objects }) => count(objects),
      value: ({ objects }) => objects,
    },
    {
      key: 'own',
      title: 'own size',
      cell: (row) => bytes(row.bytes),
      value: (row) => row.bytes,
      minor: true,
    },
    {
      key: 'retained',
      title: 'retained',
      cell: ({ retained }) => bytes(retained),
      value: ({ retained }) => retained,
    },
    {
      key: 'born',
      title: 'by birth',
      cell: ({ born }) => birthBars(born, 40, 16),
      value: ({ born }) => born.slice(1).reduce((sum, part) => sum + part, 0),
      minor: true,
    },
  ];
  return dataTable({
    caption: 'classes in the last capture',
    columns,
    rows: classRows(await source.table('classes')),
    text: (row) => row.name,
    state: route.state,
    defaultSort: 'retained',
    onState: ({ find, sort }) => keepState({ find, sort: sort === 'retained' ? '' : sort }),
    empty: 'no class has such a name',
  });
}

async function objectList(input: ScreenInput): Promise<Child> {
  const graph = await objectGraph(input.source);
  const { suspect } = input.route.state;
  const rows = suspect === undefined ? graph.objects : graph.ofSuspect(suspect);
  return [
    suspect === undefined
      ? undefined
      : h(
          'p',
          {},
          'Holders and some of the entries of ',
          h('a', { href: routeHash({ screen: 'suspect', subject: suspect }) }, h('code', {}, suspect)),
          '.',
        ),
    objectTable(rows, 'objects', input),
  ];
}

function objectTable(rows: readonly ObjectRow[], caption: string, { route, keepState }: ScreenInput): Child {
  const columns: Column<ObjectRow>[] = [
    { key: 'name', title: 'object', cell: objectCell, value: (row) => row.name },
    {
      key: 'retained',
      title: 'retained',
      cell: ({ retained }) => bytes(retained),
      value: ({ retained }) => retained,
    },
    {
      key: 'own',
      title: 'own size',
      cell: ({ self }) => bytes(self),
      value: ({ self }) => self,
      minor: true,
    },
    {
      key: 'retainers',
      title: 'held by',
      cell: ({ retainers }) => count(retainers),
      value: ({ retainers }) => retainers,
      minor: true,
    },
    {
      key: 'birth',
      title: 'born',
      cell: ({ birth }) => wordsOfBirth(birth),
      value: ({ birth }) => String(birth).padStart(3, '0'),
      minor: true,
    },
  ];
  return dataTable({
    caption,
    columns,
    rows,
    text: ({ id, name: text, text: place }) => `${text} @${id} ${place}`,
    state: route.state,
    defaultSort: 'retained',
    onState: ({ find, sort }) => keepState({ ...route.state, find, sort: sort === 'retained' ? '' : sort }),
    empty: 'no object in this page is like that',
  });
}

function objectCell({ id, name: text, text: place }: ObjectRow): Child {
  return [
    h('a', { href: routeHash({ screen: 'object', subject: String(id) }), 'data-item': true }, name(text)),
    ' ',
    h('span', { class: 'quiet' }, `@${id}`),
    place === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(place))],
  ];
}
