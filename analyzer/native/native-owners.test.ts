import { describe, expect, it } from 'vitest';
import type { NativePages } from '../../format/native-pages.ts';
import { nativeOwners } from './native-owners.ts';

const mebi = 2 ** 20;
const second = 1_000;

/** Four intervals of ten seconds in which resident memory gains what these addons touched and keep, in MiB. */
function pages(
  born: Readonly<Record<string, readonly number[]>>,
  more: Partial<NativePages> = {},
): NativePages {
  const stacks = Object.values(born).map((each, frame) => ({
    frames: [frame],
    born: each.map((size) => size * mebi),
  }));
  const held = (look: number) =>
    stacks.reduce(
      (sum, each) => each.born.slice(0, look).reduce((total, size) => total + size, sum),
      50 * mebi,
    );
  return {
    looks: [0, 1, 2, 3, 4].map((look) => ({ at: look * 10 * second, held: held(look) })),
    resident: 'pagemap',
    unwound: 'tables',
    frames: Object.keys(born).map((name) => ({ module: `/app/${name}.node`, name: `${name}_make` })),
    stacks,
    others: [0, 0, 0, 0],
    released: 0,
    period: 1,
    faults: 10_000,
    lost: 0,
    ...more,
  };
}

const namesIn = (recorded: NativePages) => nativeOwners(recorded)?.owners.map(({ name }) => name);

it.each([
  ['node', '/opt/app/server', 'addon'],
  ['the program itself', '/opt/app/server.node (deleted)', 'binding'],
])('tells the runtime by the executable, whatever it is called: %s', (_, executable, kind) => {
  const module = '/opt/app/server.node';
  const recorded = pages({ any: [4, 4, 4, 4] }, { frames: [{ module, name: 'deflateInit2_' }] });
  expect(nativeOwners(recorded, executable)!.owners[0]).toMatchObject({ kind });
});

it('adds stacks up by owner, the largest first, with rates and shares', () => {
  const told = nativeOwners(pages({ small: [1, 1, 1, 1], large: [4, 4, 4, 4] }))!;
  expect(told).toMatchObject({ duration: 40 * second, gained: 20 * mebi, limits: [] });
  expect(told.owners).toEqual([
    {
      kind: 'addon',
      name: 'large.node',
      module: 'large.node',
      functions: [{ name: 'large_make', share: 1 }],
      entry: 'large_make',
      born: [4, 4, 4, 4].map((size) => size * mebi),
      bytes: 16 * mebi,
      bytesPerHour: 16 * 90 * mebi,
      share: 0.8,
      growth: 'proven',
    },
    expect.objectContaining({ name: 'small.node', share: 0.2, growth: 'proven' }),
  ]);
});

it('says nothing of a recording without an interval', () => {
  expect(nativeOwners(pages({}, { looks: [{ at: 0, held: 1 }], others: [] }))).toBeUndefined();
});

it.each([
  ['in every interval', [4, 4, 4, 4], 'proven'],
  ['in the first one', [16, 0, 0, 0], 'possible'],
])('an owner that takes memory %s', (_, born, growth) => {
  expect(nativeOwners(pages({ addon: born }))!.owners[0]!.growth).toBe(growth);
});

it('an owner whose memory takes the place of other memory is not proven', () => {
  const looks = [0, 1, 2, 3, 4].map((look) => ({ at: look * 10 * second, held: 50 * mebi }));
  expect(nativeOwners(pages({ addon: [4, 4, 4, 4] }, { looks }))!.owners[0]!.growth).toBe('possible');
});

describe('is listed or not', () => {
  it.each<[string, readonly number[], readonly string[]]>([
    ['an owner that takes just enough', [0.25, 0.25, 0.25, 0.25], ['addon.node']],
    ['an owner that takes too little', [0.25, 0.25, 0.25, 0.24], []],
  ])('%s', (_, born, names) => {
    expect(namesIn(pages({ addon: born }))).toEqual(names);
  });

  it.each<[string, number, number]>([
    ['an owner of just a telling share', 3, 2],
    ['an owner of a smaller share', 2.9, 1],
  ])('%s', (_, size, owners) => {
    expect(namesIn(pages({ large: [0, 0, 0, 100 - size], small: [size, 0, 0, 0] }))).toHaveLength(owners);
  });
});

it.each<[string, number, number]>([
  ['pages that explain just enough', 70, 0],
  ['pages that explain too little', 69, 1],
])('%s', (_, size, limits) => {
  const looks = [0, 1, 2, 3, 4].map((look) => ({ at: look, held: look * 25 * mebi }));
  const told = nativeOwners(pages({ addon: [size, 0, 0, 0] }, { looks }))!;
  expect(told.limits).toHaveLength(limits);
  for (const text of told.limits) expect(text).toMatch(/explain 69 % of what resident memory/);
});

it('says how exact it is', () => {
  const recorded = pages(
    { addon: [4, 4, 4, 4] },
    { period: 7, lost: 5_000, resident: 'mappings', unwound: 'frame-pointers' },
  );
  expect(nativeOwners(recorded)!.limits).toEqual([
    'one of 7 first touches of pages was looked at: sizes are estimates',
    expect.stringMatching(/^33 % of the looked-at touches were lost/),
    expect.stringMatching(/pagemap could not be read/),
    expect.stringMatching(/no frame pointers/),
  ]);
});
