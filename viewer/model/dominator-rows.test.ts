import { expect, it } from 'vitest';
import type { DominatorsTable } from '../../format/page.ts';
import { allBelow, dominatorRows, rowTitle } from './dominator-rows.ts';

/** The root keeps sessions, two things of the engine, one of which has a suspect below it, and a rest. */
const drawn: readonly (readonly [
  parent: number,
  name: string,
  engine: 0 | 1,
  retained: number,
  suspect?: string,
])[] = [
  [-1, '(root)', 0, 1000],
  [0, '(compiled code)', 1, 300],
  [0, '(object shape)', 1, 100],
  [0, 'Map', 0, 50, 'f00dcafe'],
  [0, '(system)', 1, 400],
  [4, 'Held', 0, 10, 'cafef00d'],
  [1, 'Deep', 1, 20],
];
const strings = ['', ...new Set(drawn.flatMap(([, name, , , suspect = '']) => [name, suspect]))].filter(
  (text, i, all) => all.indexOf(text) === i,
);
const zeros = () => new Uint32Array(drawn.length);
const table: DominatorsTable = {
  strings,
  columns: {
    parent: Int32Array.from(drawn, ([parent]) => parent),
    kind: new Uint8Array(drawn.length),
    edge: zeros(),
    className: Uint32Array.from(drawn, ([, name]) => strings.indexOf(name)),
    place: zeros(),
    suspect: Uint32Array.from(drawn, ([, , , , suspect = '']) => strings.indexOf(suspect)),
    objectId: zeros(),
    count: zeros().fill(1),
    links: zeros(),
    engine: Uint8Array.from(drawn, ([, , engine]) => engine),
    retained: Float64Array.from(drawn, ([, , , retained]) => retained),
    own: new Float64Array(drawn.length),
    born: Float64Array.from(drawn, ([, , , retained]) => retained),
  },
};
const rows = dominatorRows(table);

it("folds the engine's own into one row behind the others, and never a suspect", () => {
  const root = rows.get('0')!;
  expect(root.children.map((row) => [rowTitle(row), row.retained])).toEqual([
    ['(system)', 400],
    ['Map', 50],
    ['engine internals', 400],
  ]);
  const fold = rows.get('engine-0')!;
  expect(fold.children.map(rowTitle)).toEqual(['(compiled code)', '(object shape)']);
  expect(fold).toMatchObject({ kind: 'engine', count: 2, parent: root });
  expect(fold.children[0].parent).toBe(fold);
});

it('finds rows on every level', () => {
  expect(allBelow(rows.get('0')!).map(rowTitle)).toEqual([
    '(system)',
    'Map',
    'engine internals',
    'Held',
    '(compiled code)',
    '(object shape)',
    'Deep',
  ]);
});
