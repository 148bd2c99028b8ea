import { bytes, count, counted } from '../../format/quantities.ts';
import type { PageSource } from '../data/page-source.ts';
import { type PathStepRow, readablePath } from '../model/object-path.ts';
import { type FieldRow, ObjectGraph, type ObjectRow, type RetainerRow } from '../model/object-rows.ts';
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

/** One object: its figures, the most useful path to it, its fields, and what holds it. */
export const drawObject: Draw = async ({ source, route }) => {
  if (!source.has('objects'))
    return notHere('this page carries no heap', 'it was made from a report without snapshots');
  const graph = await objectGraph(source);
  const object = graph.withId(Number(route.subject));
  if (object === undefined)
    return notHere(
      `the object @${route.subject} is not in this page`,
      'the page has only the largest objects of each class',
    );
  return {
    title: `${object.name} @${object.id}`,
    content: [
      h('h1', { tabindex: -1 }, name(object.name), ' ', h('span', { class: 'quiet' }, `@${object.id}`)),
      figures(object),
      section('how the program reaches it', path(graph, object)),
      h(
        'div',
        { class: 'columns halves' },
        section(fieldsTitle(object), fields(graph, object)),
        section(
          `held by ${counted(object.retainers, 'object')}`,
          retainers(graph, object, new Set([object.row])),
        ),
      ),
    ],
  };
};

function figures({ self, retained, birth, text, suspect, length, name: className }: ObjectRow): HTMLElement {
  return facts([
    ['retained', bytes(retained)],
    ['own size', bytes(self)],
    length < 0 ? undefined : ['length', counted(length, 'character')],
    ['born', wordsOfBirth(birth)],
    text === '' ? undefined : [isText(className) ? 'text' : 'source location', name(text)],
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

/** Whether a class is that of strings, whose text is what they say. */
function isText(className: string): boolean {
  return /^(string|\((concatenated|sliced) string\))$/.test(className);
}

function path(graph: ObjectGraph, object: ObjectRow): Child {
  const { before, steps } = readablePath(graph.pathTo(object), object, object.name);
  return [
    before.length === 0
      ? undefined
      : h(
          'details',
          { class: 'twin' },
          h('summary', {}, `${counted(before.length, 'step')} inside the engine first`),
          h('ol', { class: 'chain' }, before.map(pathStep)),
        ),
    h(
      'ol',
      { class: 'chain' },
      steps.map((step, i) =>
        i === steps.length - 1
          ? h('li', { class: 'entry' }, edgeOf(step.edge), name(object.name))
          : pathStep(step),
      ),
    ),
  ];
}

function pathStep(step: PathStepRow): HTMLElement {
  return h('li', {}, edgeOf(step.edge), holderLink(step));
}

function edgeOf(edge: string): Child {
  return edge === '' ? undefined : h('code', { class: 'edge' }, name(edge.replace(/^\./, '')));
}

function fieldsTitle({ fields: all, name: className }: ObjectRow): string {
  if (all === 0) return 'fields';
  return counted(all, /^(Map|Set|Array)$/.test(className) ? 'entry' : 'field');
}

/** Its fields, with values and sizes. */
function fields(graph: ObjectGraph, object: ObjectRow): Child {
  const all = graph.fieldsOf(object);
  const rows = fewOfAKind(all);
  if (all.length === 0) return h('p', { class: 'quiet' }, 'It has no fields.');
  const hidden = object.fields - rows.length;
  return [
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'fields of the object' },
      h(
        'table',
        { class: 'data fields' },
        h('caption', { class: 'unseen' }, 'fields of the object'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'field'),
            h('th', { scope: 'col' }, 'value'),
            h('th', { scope: 'col', class: 'number minor' }, 'own size'),
            h('th', { scope: 'col', class: 'number' }, 'retained'),
          ),
        ),
        h('tbody', {}, rows.map(fieldRow)),
      ),
    ),
    hidden > 0 ? h('p', { class: 'quiet' }, `and ${count(hidden)} more`) : undefined,
    all.some(isNumber)
      ? undefined
      : h('p', { class: 'quiet note' }, 'Numbers are only in recordings made with --values.'),
  ];
}

function isNumber({ name: className, value }: FieldRow): boolean {
  return className === 'number' && value !== '';
}

/** A few entries that look the same are enough. */
const mostAlike = 6;

function fewOfAKind(fields: readonly FieldRow[]): FieldRow[] {
  const seen = new Map<string, number>();
  return fields.filter(({ edge, name: text }) => {
    if (!edge.startsWith('[')) return true;
    const key = `${edge} ${text}`;
    const before = seen.get(key) ?? 0;
    seen.set(key, before + 1);
    return before < mostAlike;
  });
}

function fieldRow(field: FieldRow): HTMLElement {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('code', { class: 'edge' }, name(field.edge.replace(/^\./, '')))),
    h('td', {}, target(field)),
    h('td', { class: 'number minor' }, bytes(field.self)),
    h('td', { class: 'number' }, bytes(field.retained)),
  );
}

function target({ name: text, value, id, length, object }: FieldRow): Child {
  const isPlain = value !== '' && length < 0;
  if (isPlain) return h('code', {}, name(value));
  const told = value === '' ? '' : ` ${length < 0 || value.startsWith('"') ? '' : 'of '}${value}`;
  return [
    object === undefined
      ? name(text)
      : h('a', { href: routeHash({ screen: 'object', subject: String(id) }), 'data-item': true }, name(text)),
    name(told),
    ' ',
    h('span', { class: 'quiet' }, `@${id}`),
  ];
}

function holderLink({ object, name: text }: Pick<RetainerRow, 'object' | 'name'>): Child {
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

/** Opens one level at a time: most holders of an object do not matter. */
function retainers(graph: ObjectGraph, object: ObjectRow, above: ReadonlySet<number>): HTMLElement {
  const rows = graph.retainersOf(object);
  const hidden = object.retainers - rows.length;
  return h(
    'ul',
    { class: 'retainers' },
    rows.map((row) => retainer(graph, row, above)),
    hidden > 0 ? h('li', { class: 'quiet' }, `and ${count(hidden)} more, not in this page`) : undefined,
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
    item.append(h('span', { class: 'quiet' }, ' (already above)'));
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
