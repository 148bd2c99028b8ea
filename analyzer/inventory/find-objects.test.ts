import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserError } from '../../format/user-error.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { openSource } from '../recording/open-source.ts';
import { findObjects } from './find-objects.ts';
import { listReferences } from './list-references.ts';
import { listRetainers } from './list-retainers.ts';
import { type Inventory, openInventory } from './open-inventory.ts';

let room: ScratchFolder;
let inventory: Inventory;

/** A module with variables, one of them exported; a function that closes over a variable of the same name. */
function draw(h: HeapDrawing): void {
  const url = 'file:///app/src/agent.mjs';
  const scope = h.context();
  const main = h.closure('main', scope, { location: { url, line: 1 } });
  h.root.element(1, main);
  const byId = h.map({ id: 501 });
  for (let i = 0; i < 3; i++)
    byId.set(h.string(`user ${i}`), h.object('Session', { size: 100 + i, id: 601 + 2 * i }));
  const list = h.object('Array', { id: 503 });
  list.push(h.object('First', { id: 505 })).push(h.object('Second', { id: 507 }));
  const sessions = h.object('Store', { id: 509 }).property('byId', byId).property('#list', list);
  scope.variable('sessions', sessions);
  const inner = h.context().internal('previous', scope);
  inner.variable('sessions', h.object('Shadow', { id: 511 }));
  inner.variable('counter', h.object('Counter', { id: 513 }));
  scope.variable('handler', h.closure('onMessage', inner, { id: 515 }));
  const cell = h.object('system / Cell').internal('value', h.object('Exported', { id: 517 }));
  h.root.element(2, h.array().internal('4', h.string('shared')).internal('5', cell));
  h.root.element(3, h.object('global /').property('config', h.object('Config', { id: 519 })));
}

beforeAll(() => {
  room = new ScratchFolder();
  inventory = openInventory(openSource(drawHeap(draw).writeTo(room.path)));
});

afterAll(() => {
  inventory.close();
  room.remove();
});

const idsOf = (words: string) => findObjects(inventory, words).map((node) => inventory.heap.graph.id(node));

describe('an object is found', () => {
  it.each([
    ['by its id', '505', [505]],
    ['by its id with its mark', '@505', [505]],
    ['as a variable of a module, before those of functions', 'sessions', [509]],
    ['as a variable of a function', 'counter', [513]],
    ['by its property', 'sessions.byId', [501]],
    ['by a private property', 'sessions.#list', [503]],
    ['among the elements of an array', 'sessions.#list[1]', [507]],
    ['under a key of a Map', 'sessions.byId["user 1"]', [603]],
    ['as an export', 'shared', [517]],
    ['as a global', 'config', [519]],
    ['below globalThis', 'globalThis.config', [519]],
    ['as a variable of a module that is named', 'sessions.byId in src/agent.mjs', [501]],
    ['by its class, if no variable is called so', 'Second', [507]],
    ['as a function by its name', 'function onMessage', [515]],
  ])('%s: %s', (_, words, ids) => {
    expect(idsOf(words)).toEqual(ids);
  });

  it('with all others that a path leads to, the largest first', () => {
    expect(idsOf('sessions.byId[key]')).toEqual([605, 603, 601]);
    expect(new Set(idsOf('sessions.#list[]'))).toEqual(new Set([505, 507]));
  });
});

describe('what is not there', () => {
  const faultOf = (words: string): UserError => {
    try {
      findObjects(inventory, words);
    } catch (error) {
      return error as UserError;
    }
    throw new Error(`${words} was found`);
  };

  it.each([
    ['a variable', 'sesions', 'nothing here is reached as sesions', 'did you mean: sessions'],
    [
      'a property',
      'sessions.byID.x',
      'sessions is Store @509, which has no .byID',
      'did you mean: sessions.byId',
    ],
    ['a module', 'counter in other.mjs', 'nothing here is reached as counter in other.mjs', 'counter'],
    ['an element', 'sessions.#list[7]', 'sessions.#list is Array @503, which has no [7]', '--held-by'],
    ['an id', '99999', 'this capture has no object @99999', 'find ids with'],
  ])('%s is named with what may have been meant', (_, words, fact, help) => {
    const { message, next } = faultOf(words);
    expect(message).toBe(fact);
    expect(next).toContain(help);
  });
});

it('retainers of several objects tell whose they are', () => {
  const { rows, notes, columns } = listRetainers(inventory, 'sessions.byId[key]');
  expect(columns[0].key).toBe('object');
  expect(new Set(rows.map(({ object }) => object))).toEqual(new Set([601, 603, 605]));
  expect(notes).toContainEqual(expect.stringContaining('3 objects are reached as sessions.byId[key]'));
});

it('references of an object are what it holds, through its tables', () => {
  const { rows, what } = listReferences(inventory, 'sessions.byId');
  expect(what).toBe('references of Map @501');
  expect(rows.map(({ className }) => className).filter((name) => name === 'Session')).toHaveLength(3);
});

it('paths lead through a real heap: module variables, Maps, arrays, symbols and private fields', () => {
  const file = takeRealSnapshot(
    room.path,
    `class Store { #items = [{ a: 1 }, { a: 2 }]; byId = new Map([['x', { kind: 'x' }]]); get() { return this.#items; } }
     const local = new Store();
     globalThis.kept = () => local;
     globalThis.plain = { local, [Symbol('mark')]: { marked: true } };`,
  );
  const real = openInventory(openSource([file]));
  const count = (words: string) => findObjects(real, words).length;
  try {
    expect(count('kept')).toBe(1);
    expect(count('local.byId["x"]')).toBe(1);
    expect(count('local.byId[key]')).toBe(1);
    expect(count('globalThis.plain.local.#items[]')).toBe(2);
    expect(count('plain[Symbol(mark)]')).toBe(1);
  } finally {
    real.close();
  }
});
