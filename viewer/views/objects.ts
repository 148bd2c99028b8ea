import { bytes, count } from '../../format/quantities.ts';
import { type ClassRow, classRows, engineKind, foldEngineClasses } from '../model/class-rows.ts';
import { groupObjects, type ObjectGroup } from '../model/object-groups.ts';
import type { ObjectGraph, ObjectRow } from '../model/object-rows.ts';
import { routeHash } from '../model/route.ts';
import { type Column, dataTable } from './data-table.ts';
import { type Child, h } from './element.ts';
import { birthBars } from './growth-bars.ts';
import { notHere } from './not-here.ts';
import { objectGraph } from './object.ts';
import type { Draw, ScreenInput } from './screen.ts';
import { facts, name, unseen } from './texts.ts';

/** Every class of the last capture, or the objects in the page. */
export const drawObjects: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('objects'))
    return notHere('this page carries no heap', 'it was made from a report without snapshots');
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

/** One class and those of its objects that are in the page. */
export const drawClass: Draw = async (input) => {
  const { source, route } = input;
  if (!source.has('objects'))
    return notHere('this page carries no heap', 'it was made from a report without snapshots');
  const row = classRows(await source.table('classes')).find((one) => String(one.row) === route.subject);
  if (row === undefined)
    return notHere('the last capture has no such class', 'an earlier capture may have it');
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
          ? 'This page has all of them.'
          : `This page has ${count(shown.length)} of ${count(row.objects)}: the largest, and those in suspects.`,
      ),
      objectTable(shown, graph, `objects of the class ${row.name}`, input, false),
    ],
  };
};

async function classList({ source, route, keepState }: ScreenInput): Promise<Child> {
  const all = classRows(await source.table('classes'));
  const isOpen = route.state.engine === 'open';
  const columns: Column<ClassRow>[] = [
    {
      key: 'name',
      title: 'class',
      cell: ({ name: text, kind, place, row, classes }) =>
        kind === engineKind
          ? [
              h(
                'a',
                { href: routeHash({ screen: 'objects', state: { engine: 'open' } }), 'data-item': true },
                text,
              ),
              h('span', { class: 'quiet' }, ` ${count(classes)} classes, open`),
            ]
          : classes > 1
            ? `${text}: ${count(classes)}`
            : [
                h(
                  'a',
                  { href: routeHash({ screen: 'class', subject: String(row) }), 'data-item': true },
                  name(text),
                ),
                place === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(place))],
              ],
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
    rows: isOpen ? all : foldEngineClasses(all),
    filtered: () => all,
    last: ({ kind, classes }) => kind === engineKind || classes > 1,
    text: (row) => `${row.name} ${row.place}`,
    state: route.state,
    defaultSort: 'retained',
    onState: ({ find, sort }) =>
      keepState({ engine: route.state.engine ?? '', find, sort: sort === 'retained' ? '' : sort }),
    empty: 'no class has this name',
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
          'Holders and some entries of suspect ',
          h('a', { href: routeHash({ screen: 'suspect', subject: suspect }) }, h('code', {}, suspect)),
          '.',
        ),
    objectTable(rows, graph, 'objects', input),
  ];
}

/** A filter finds the engine's own objects; they do not lead the list. */
const engineClasses = /^\((roots|system|compiled code|object shape)\)$/;

/** Objects that look the same share a row, which opens. */
function objectTable(
  objects: readonly ObjectRow[],
  graph: ObjectGraph,
  caption: string,
  { route, keepState }: ScreenInput,
  hidesEngine = true,
): Child {
  const grouped = (rows: readonly ObjectRow[]) => groupObjects(rows, (object) => graph.preview(object));
  let all: readonly ObjectGroup[] | undefined;
  const columns: Column<ObjectGroup>[] = [
    {
      key: 'name',
      title: 'object',
      cell: groupCell,
      value: ({ name: text, preview }) => `${text} ${preview}`.trim(),
    },
    {
      key: 'count',
      title: 'count',
      cell: ({ objects: alike }) => count(alike.length),
      value: ({ objects: alike }) => alike.length,
      minor: true,
    },
    {
      key: 'retained',
      title: 'retained',
      cell: (group) => [areSameSize(group) ? '' : 'up to ', bytes(group.retained)],
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
      cell: ({ objects: [first] }) => count(first.retainers),
      value: ({ objects: [first] }) => first.retainers,
      minor: true,
    },
    {
      key: 'birth',
      title: 'born',
      cell: ({ objects: alike }) => birthsOf(alike),
      value: ({ objects: [first] }) => String(first.birth).padStart(3, '0'),
      minor: true,
    },
  ];
  return dataTable({
    caption,
    columns,
    rows: grouped(objects.filter(({ name: text }) => !hidesEngine || !engineClasses.test(text))),
    filtered: () => {
      all ??= grouped(objects);
      return all;
    },
    text: ({ name: text, text: place, preview, objects: alike }) =>
      `${text} ${preview} ${place} ${alike.map(({ id }) => `@${id}`).join(' ')}`,
    state: route.state,
    defaultSort: 'retained',
    onState: ({ find, sort }) => keepState({ ...route.state, find, sort: sort === 'retained' ? '' : sort }),
    empty: 'no object in this page matches',
  });
}

function areSameSize({ objects }: ObjectGroup): boolean {
  return objects[0].retained === objects[objects.length - 1].retained;
}

function birthsOf(objects: readonly ObjectRow[]): string {
  const births = objects.map(({ birth }) => birth);
  const first = Math.min(...births);
  const last = Math.max(...births);
  if (last === 0) return 'before capture 1';
  return first === 0 ? `up to capture ${last + 1}` : `capture ${first} to ${last + 1}`;
}

function groupCell(group: ObjectGroup): Child {
  const { name: text, text: place, preview, objects } = group;
  const [first] = objects;
  const words = [
    preview === '' ? undefined : [' ', h('code', { class: 'quiet' }, name(preview))],
    place === '' ? undefined : [' ', h('span', { class: 'quiet location' }, name(place))],
  ];
  if (objects.length === 1) return [objectLink(first, text), words];
  return [
    opener(objects, text),
    name(text),
    h('span', { class: 'times' }, ` × ${count(objects.length)}`),
    words,
  ];
}

function objectLink({ id }: ObjectRow, text: string): Child {
  return [
    h('a', { href: routeHash({ screen: 'object', subject: String(id) }), 'data-item': true }, name(text)),
    ' ',
    h('span', { class: 'quiet' }, `@${id}`),
  ];
}

/** Nobody reads more rows that look the same. */
const mostOpened = 100;

function opener(objects: readonly ObjectRow[], text: string): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'opener', 'aria-expanded': 'false', 'data-item': true },
    unseen(`each ${text.slice(0, 80)}`),
  );
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    const cell = button.parentElement!;
    if (open) cell.querySelector(':scope > ul')?.remove();
    else cell.append(members(objects, text));
  });
  return button;
}

function members(objects: readonly ObjectRow[], text: string): HTMLElement {
  const hidden = objects.length - mostOpened;
  return h(
    'ul',
    { class: 'members' },
    objects
      .slice(0, mostOpened)
      .map((object) =>
        h('li', {}, objectLink(object, text), h('span', { class: 'quiet' }, ` ${bytes(object.retained)}`)),
      ),
    hidden > 0 ? h('li', { class: 'quiet' }, `and ${count(hidden)} more`) : undefined,
  );
}
