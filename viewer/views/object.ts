import { bytes, count, counted } from '../../format/quantities.ts';
import type { PageSource } from '../data/page-source.ts';
import { ObjectGraph, type ObjectRow, type RetainerRow } from '../model/object-rows.ts';
import { routeHash } from '../model/route.ts';
import { type Child, h } from './element.ts';
import { wordsOfBirth } from './growth-bars.ts';
import { notHere } from './not-here.ts';
import type { Draw } from './screen.ts';
import { facts, name, section, unseen } from './texts.ts';

let known: ObjectGraph | undefined;

export async function objectGraph(source: PageSource): Promise<ObjectGraph> {
  known ??= new ObjectGraph(await source.table('objects'));
  return known;
}

/** One object: its figures, a shortest path to it, and who holds it. */
export const drawObject: Draw = async ({ source, route }) => {
  if (!source.has('objects')) return notHere('this page carries no heap', 'it was made from a report alone');
  const graph = await objectGraph(source);
  const object = graph.withId(Number(route.subject));
  if (object === undefined)
    return notHere(
      `the object @${route.subject} is not in this page`,
      'only the largest objects of each class are',
    );
  return {
    title: `${object.name} @${object.id}`,
    content: [
      h('h1', { tabindex: -1 }, name(object.name), ' ', h('span', { class: 'quiet' }, `@${object.id}`)),
      figures(object),
      section('a shortest path from a root', path(graph, object)),
      section(
        `held by ${counted(object.retainers, 'object')}`,
        retainers(graph, object, new Set([object.row])),
      ),
    ],
  };
};

function figures({ self, retained, birth, distance, text, suspect }: ObjectRow): HTMLElement {
  return facts([
    ['retained', bytes(retained)],
    ['own size', bytes(self)],
    ['born', wordsOfBirth(birth)],
    ['steps from the root', distance < 0 ? 'not reached' : count(distance)],
    text === '' ? undefined : ['says or stands at', name(text)],
    suspect === ''
      ? undefined
      : [
          'part of',
          h(
            'a',
            { href: routeHash({ screen: 'suspect', subject: suspect }), 'data-item': true },
            `suspect ${suspect}`,
          ),
        ],
  ]);
}

function path(graph: ObjectGraph, object: ObjectRow): HTMLElement {
  const steps = graph.pathTo(object);
  return h(
    'ol',
    { class: 'chain' },
    steps.map((step, i) =>
      h(
        'li',
        {},
        i === 0 ? undefined : h('code', { class: 'edge' }, name(steps[i - 1].edge)),
        holderLink(step),
      ),
    ),
    h(
      'li',
      { class: 'entry' },
      h('code', { class: 'edge' }, name(steps.at(-1)?.edge ?? '')),
      name(object.name),
    ),
  );
}

function holderLink({ object, name: text }: RetainerRow): Child {
  if (object === undefined) return [name(text), h('span', { class: 'quiet' }, ' not in this page')];
  return [
    h(
      'a',
      { href: routeHash({ screen: 'object', subject: String(object.id) }), 'data-item': true },
      name(text),
    ),
    ' ',
    h('span', { class: 'quiet' }, `@${object.id}`),
  ];
}

/** Opens one level at a time: most of what holds an object is of no interest. */
function retainers(graph: ObjectGraph, object: ObjectRow, above: ReadonlySet<number>): HTMLElement {
  const rows = graph.retainersOf(object);
  const hidden = object.retainers - rows.length;
  return h(
    'ul',
    { class: 'retainers' },
    rows.map((row) => retainer(graph, row, above)),
    hidden > 0
      ? h('li', { class: 'quiet' }, `and ${count(hidden)} more that are not in this page`)
      : undefined,
  );
}

function retainer(graph: ObjectGraph, row: RetainerRow, above: ReadonlySet<number>): HTMLElement {
  const { object, edge } = row;
  const item = h(
    'li',
    {},
    opener(graph, object, above),
    h('code', { class: 'edge' }, name(edge)),
    ' of ',
    holderLink(row),
  );
  if (object !== undefined) item.append(h('span', { class: 'quiet' }, ` ${bytes(object.retained)}`));
  if (object !== undefined && above.has(object.row))
    item.append(h('span', { class: 'quiet' }, ' already above'));
  return item;
}

function opener(graph: ObjectGraph, object: ObjectRow | undefined, above: ReadonlySet<number>): HTMLElement {
  if (object === undefined || above.has(object.row) || object.retainers === 0)
    return h('span', { class: 'opener', 'aria-hidden': 'true' }, '·');
  const button = h(
    'button',
    { type: 'button', class: 'opener', 'aria-expanded': 'false', 'data-item': true },
    unseen(`what holds ${object.name.slice(0, 80)}`),
  );
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    const item = button.parentElement!;
    if (open) item.querySelector(':scope > ul')?.remove();
    else item.append(retainers(graph, object, new Set([...above, object.row])));
  });
  return button;
}
