import { describe, expect, it } from 'vitest';
import type { ClassesTable } from '../../format/page.ts';
import { filterChanges } from './changes.ts';
import { classChanges, classRows, foldEngineClasses } from './class-rows.ts';

/** Three captures: each class has one count for capture 0, two for capture 1, three for capture 2. */
const table: ClassesTable = {
  strings: ['', 'object', 'Session', 'Config', 'Job', 'Late', 'src/a.mjs:4'],
  columns: {
    name: Uint32Array.of(2, 3, 4, 5),
    kind: Uint32Array.of(1, 1, 1, 1),
    place: Uint32Array.of(6, 0, 0, 0),
    counts: Uint32Array.of(
      ...[10, 10, 5, 10, 5, 5], // Session keeps all and gains five
      ...[3, 3, 0, 3, 0, 0], // Config stays
      ...[8, 0, 8, 0, 0, 8], // Job is replaced by as many
      ...[0, 0, 0, 0, 0, 2], // Late comes last
    ),
    bytes: Float64Array.of(
      100,
      100,
      50,
      100,
      50,
      50,
      30,
      30,
      0,
      30,
      0,
      0,
      80,
      0,
      80,
      0,
      0,
      80,
      0,
      0,
      0,
      0,
      0,
      20,
    ),
    retained: Float64Array.of(1000, 300, 80, 20),
    classes: Uint32Array.of(1, 1, 1, 1),
  },
};

const changes = classChanges(table, 0, 2);
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('what became of a class', () => {
  it.each([
    ['Session', { before: 10, after: 20, fresh: 10, gone: 0, bytesBefore: 100, bytesAfter: 200 }],
    ['Config', { before: 3, after: 3, fresh: 0, gone: 0, bytesBefore: 30, bytesAfter: 30 }],
    ['Job', { before: 8, after: 8, fresh: 8, gone: 8, bytesBefore: 80, bytesAfter: 80 }],
    ['Late', { before: 0, after: 2, fresh: 2, gone: 0, bytesBefore: 0, bytesAfter: 20 }],
  ])('%s', (name, expected) => {
    expect(changes.find((change) => change.name === name)).toMatchObject(expected);
  });

  it('is seen between any two captures', () => {
    expect(classChanges(table, 0, 1)[0]).toMatchObject({ before: 10, after: 15, fresh: 5, gone: 0 });
    expect(classChanges(table, 1, 2)[2]).toMatchObject({ before: 8, after: 8, fresh: 8, gone: 8 });
  });

  it('can be filtered', () => {
    expect(names(filterChanges(changes, 'grown'))).toEqual(['Session', 'Late']);
    expect(names(filterChanges(changes, 'new'))).toEqual(['Late']);
    expect(names(filterChanges(changes, 'gone'))).toEqual([]);
    expect(names(filterChanges(changes, 'all'))).toHaveLength(4);
  });
});

it('lists the classes of the last capture with what was born when', () => {
  expect(classRows(table)[0]).toEqual({
    row: 0,
    name: 'Session',
    kind: 'object',
    place: 'src/a.mjs:4',
    classes: 1,
    objects: 20,
    bytes: 200,
    retained: 1000,
    born: [100, 50, 50],
  });
});

it("joins the engine's own classes behind the others", () => {
  const rows = classRows(table).map((row, i) => (i === 1 || i === 3 ? { ...row, kind: 'hidden' } : row));
  const folded = foldEngineClasses(rows);
  expect(folded.map(({ name, classes, bytes }) => [name, classes, bytes])).toEqual([
    ['Session', 1, 200],
    ['Job', 1, 80],
    ['engine internals', 2, 50],
  ]);
  expect(folded[2]).toMatchObject({ objects: 5, retained: 50, born: [30, 0, 20] });
});
