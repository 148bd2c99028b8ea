import { expect, it } from 'vitest';
import { type PackagesTable, packageKinds } from '../../format/page.ts';
import { kindOf, ownCodeAlone, packageRows, packageTitle } from './package-rows.ts';

const kindsDrawn = ['all', 'own', 'class', 'rest', 'engine', 'class', 'package'] as const;
const table: PackagesTable = {
  strings: ['', 'src/', 'Session', 'engine internals', '(code)', 'express', 'f00dcafe'],
  columns: {
    parent: Int32Array.of(-1, 0, 1, 1, 0, 4, 0),
    kind: Uint8Array.from(kindsDrawn, (kind) => packageKinds.indexOf(kind)),
    name: Uint32Array.of(0, 1, 2, 0, 3, 4, 5),
    suspect: Uint32Array.of(0, 6, 6, 0, 0, 0, 0),
    objects: Float64Array.of(10, 5, 4, 1, 3, 3, 2),
    bytes: Float64Array.of(100, 50, 40, 10, 30, 30, 20),
    classes: Uint32Array.of(0, 0, 0, 7, 0, 0, 0),
    born: Float64Array.of(60, 40, 20, 30, 15, 25, 5, 5, 30, 0, 30, 0, 10, 10),
  },
};
const [all, own] = packageRows(table);

it('are a tree of packages and their classes', () => {
  expect(all.children.map((row) => [packageTitle(row), kindOf(row), row.retained])).toEqual([
    ['src/', 'my code', 50],
    ['engine internals', '', 30],
    ['express', 'package', 20],
  ]);
  expect(own.children.map(packageTitle)).toEqual(['Session', '7 smaller classes']);
  expect(own).toMatchObject({ suspect: 'f00dcafe', kept: true, born: Float64Array.of(20, 30) });
});

it("can be the program's own alone", () => {
  expect(ownCodeAlone(all)).toMatchObject({
    retained: 50,
    objects: 5,
    born: Float64Array.of(20, 30),
  });
  expect(packageTitle(ownCodeAlone(all))).toBe('my code');
});

it('knows the parents of what it shows', () => {
  const top = ownCodeAlone(all);
  const [first] = top.children;
  expect(first.name).toBe('src/');
  expect(first.parent).toBe(top);
  expect(first.children[0].parent).toBe(first);
});
