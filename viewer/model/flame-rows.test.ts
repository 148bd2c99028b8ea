import { expect, it } from 'vitest';
import type { StacksTable } from '../../format/page.ts';
import { type FlameRow, Flames } from './flame-rows.ts';

/** main > a > next > a, main > push, with what each allocated before and since the first profile. */
const table: StacksTable = {
  strings: ['', 'main', 'a', 'next', 'push', 'src/main.mjs', 'express/index.js'],
  columns: {
    parent: Int32Array.of(-1, 0, 1, 2, 3, 1, 1),
    function: Uint32Array.of(0, 1, 2, 3, 2, 4, 0),
    file: Uint32Array.of(0, 5, 5, 6, 5, 0, 0),
    line: Uint32Array.of(0, 1, 9, 4, 9, 0, 0),
    column: Uint32Array.of(0, 1, 1, 1, 1, 0, 0),
    dependency: Uint8Array.of(0, 0, 0, 1, 0, 0, 0),
    rest: Uint8Array.of(0, 0, 0, 0, 0, 0, 1),
    samples: Uint32Array.of(0, 0, 2, 0, 1, 3, 1),
    born: Float64Array.of(0, 0, 0, 0, 100, 20, 0, 0, 0, 10, 50, 0, 5, 0),
  },
};
const flames = new Flames(table);
const words = ({ name, retained, own }: FlameRow) => [name, retained, own];
const line = (rows: readonly FlameRow[]) => rows.map(words);

it('are calls below their callers, by what is alive or by what came', () => {
  expect(line(flames.rows('live'))).toEqual([
    ['all allocations', 185, 0],
    ['main', 185, 0],
    ['a', 130, 120],
    ['next', 10, 0],
    ['a', 10, 10],
    ['push', 50, 50],
    ['smaller calls', 5, 5],
  ]);
  const growth = flames.rows('growth');
  expect(line(growth.slice(0, 3))).toEqual([
    ['all allocations', 30, 0],
    ['main', 30, 0],
    ['a', 30, 20],
  ]);
  expect(growth.map(({ kind }) => kind)).toEqual([
    'runtime',
    'own',
    'own',
    'dependency',
    'own',
    'runtime',
    'rest',
  ]);
});

it('are functions, where one that calls itself counts once', () => {
  expect(flames.functions()).toMatchObject([
    { name: 'main', own: 0, total: 185, growth: 30, samples: 0 },
    { name: 'a', own: 130, total: 130, growth: 30, samples: 3, place: 'src/main.mjs:9' },
    { name: 'push', own: 50, total: 50, growth: 0, samples: 3, place: '' },
    { name: 'next', own: 0, total: 10, growth: 10, samples: 0 },
  ]);
});

it('show who calls a function above what it calls', () => {
  const a = flames.functions()[1].key;
  const { callees, callers } = flames.sandwich(a, 'live');
  expect(line(callees)).toEqual([
    ['a', 130, 120],
    ['next', 10, 0],
    ['a', 10, 10],
  ]);
  expect(line(callers)).toEqual([
    ['a', 130, 0],
    ['main', 130, 130],
  ]);
  expect(flames.sandwich('nobody', 'live')).toEqual({ callees: [], callers: [] });
});

it('are stacks for other tools', () => {
  const { frames, stacks } = flames.stacks();
  expect(
    stacks.map((stack) => [stack.frames.map((at) => frames[at].name).join(' '), stack.bytes, stack.fresh]),
  ).toEqual([
    ['main a', 120, 20],
    ['main a next a', 10, 10],
    ['main push', 50, 0],
    ['main smaller calls', 5, 0],
  ]);
  expect(frames[1]).toEqual({ name: 'a', file: 'src/main.mjs', line: 9, col: 1 });
});
