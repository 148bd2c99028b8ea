import { expect, it } from 'vitest';
import type { ObjectsTable } from '../../format/page.ts';
import { ObjectGraph } from './object-rows.ts';

/** root -> sessions (a Map) -> session 7, which something outside the page holds as well. */
const table: ObjectsTable = {
  strings: [
    '',
    '(roots)',
    'Map',
    'Session',
    '(root)',
    '.sessions',
    '[key]',
    'Timer',
    '.owner',
    'f00dcafe',
    '.user',
    'string',
  ],
  columns: {
    id: Uint32Array.of(1, 5, 7),
    className: Uint32Array.of(1, 2, 3),
    text: Uint32Array.of(0, 0, 0),
    self: Float64Array.of(0, 32, 64),
    retained: Float64Array.of(96, 96, 64),
    birth: Uint8Array.of(0, 0, 2),
    distance: Int32Array.of(0, 1, 2),
    suspect: Uint32Array.of(0, 9, 9),
    firstRetainer: Uint32Array.of(0, 0, 1, 3),
    retainer: Int32Array.of(0, 1, -1),
    retainerClass: Uint32Array.of(4, 2, 7),
    retainerEdge: Uint32Array.of(5, 6, 8),
    retainers: Uint32Array.of(0, 1, 5),
    length: Int32Array.of(-1, -1, -1),
    pathFrom: Int32Array.of(-1, 0, 1),
    pathEdge: Uint32Array.of(0, 5, 6),
    firstField: Uint32Array.of(0, 1, 2, 3),
    field: Int32Array.of(1, 2, -1),
    fieldEdge: Uint32Array.of(5, 6, 10),
    fieldClass: Uint32Array.of(2, 3, 11),
    fieldValue: Uint32Array.of(0, 0, 0),
    fieldId: Uint32Array.of(5, 7, 99),
    fieldSelf: Float64Array.of(32, 64, 24),
    fieldRetained: Float64Array.of(96, 64, 24),
    fieldLength: Int32Array.of(-1, -1, 8),
    fields: Uint32Array.of(1, 1, 7),
  },
};

const graph = new ObjectGraph(table);
const session = graph.withId(7)!;

it('finds objects by id, class and suspect', () => {
  expect(graph.ofSuspect('f00dcafe').map(({ id }) => id)).toEqual([5, 7]);
  expect(graph.ofClass('Map').map(({ id }) => id)).toEqual([5]);
  expect(graph.withId(8)).toBeUndefined();
});

it('names holders, also those outside the page', () => {
  expect(graph.retainersOf(session)).toEqual([
    { edge: '[key]', name: 'Map', object: graph.withId(5) },
    { edge: '.owner', name: 'Timer', object: undefined },
  ]);
});

it('tells what an object points to, outside the page too', () => {
  expect(graph.fieldsOf(graph.withId(5)!)).toMatchObject([{ edge: '[key]', id: 7, object: session }]);
  expect(graph.fieldsOf(session)).toEqual([
    {
      edge: '.user',
      name: 'string',
      value: '',
      id: 99,
      self: 24,
      retained: 24,
      length: 8,
      object: undefined,
    },
  ]);
  expect(graph.preview(session)).toBe('{ user }');
  expect(graph.preview(graph.withId(5)!)).toBe('');
});

it('leads from the root to an object', () => {
  expect(graph.pathTo(session).map(({ edge, name }) => `${name}${edge}`)).toEqual([
    '(root).sessions',
    'Map[key]',
  ]);
});
