import { expect, it } from 'vitest';
import { drawProfile } from '../../testing/drawn-profile.ts';
import { ReportedFrames } from '../allocations/reported-frames.ts';
import { sampledStacks } from '../allocations/sampled-stacks.ts';
import { encodeSpeedscope } from '../allocations/speedscope.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { SourceMaps } from '../sources/source-maps.ts';
import { WrittenCode } from '../sources/written-code.ts';
import { stacksTable } from './stacks-table.ts';

const first = [{ stack: 'main a', size: 100, ordinal: 1 }];
const profiles = [
  drawProfile(first, { at: 1_000 }),
  drawProfile(
    [
      ...first,
      { stack: 'main a', size: 70, ordinal: 2 },
      { stack: 'main express:next push', size: 30, ordinal: 3 },
    ],
    { at: 2_000 },
  ),
];
const modules = new ModuleNames('/app');

it('tells every call below its callers, with what it allocated itself', () => {
  const { strings, columns } = stacksTable(
    sampledStacks(profiles),
    new ReportedFrames(new WrittenCode(new SourceMaps()), modules),
  );
  const rows = Array.from(columns.parent, (parent, row) => ({
    parent,
    call: strings[columns.function[row]],
    file: strings[columns.file[row]],
    dependency: columns.dependency[row],
    samples: columns.samples[row],
    born: Array.from(columns.born.subarray(2 * row, 2 * row + 2)),
  }));
  expect(rows).toEqual([
    { parent: -1, call: '', file: '', dependency: 0, samples: 0, born: [0, 0] },
    { parent: 0, call: 'main', file: 'main.mjs', dependency: 0, samples: 0, born: [0, 0] },
    { parent: 1, call: 'a', file: 'main.mjs', dependency: 0, samples: 2, born: [100, 70] },
    {
      parent: 1,
      call: 'next',
      file: 'node_modules/express/index.js',
      dependency: 1,
      samples: 0,
      born: [0, 0],
    },
    { parent: 3, call: 'push', file: '', dependency: 0, samples: 1, born: [0, 30] },
  ]);
});

it('joins the smallest calls if there are too many, and loses no byte', () => {
  const many = drawProfile(
    Array.from({ length: 4_100 }, (_, i) => ({ stack: `main f${i}`, size: 10 + (i % 7), ordinal: i + 1 })),
  );
  const { columns } = stacksTable(
    sampledStacks([many]),
    new ReportedFrames(new WrittenCode(new SourceMaps()), modules),
  );
  const size = many.profile.samples.reduce((sum, sample) => sum + sample.size, 0);
  expect(columns.parent).toHaveLength(4_001);
  expect(columns.rest.filter((rest) => rest === 1)).toHaveLength(1);
  expect(Array.from(columns.born).reduce((sum, part) => sum + part, 0)).toBe(size);
});

it('writes the same for speedscope', () => {
  const { shared, profiles: written } = JSON.parse(
    encodeSpeedscope('agent', profiles, new WrittenCode(new SourceMaps()), modules),
  );
  const names = (stack: readonly number[]) => stack.map((place) => shared.frames[place].name);
  const [live, fresh] = written;
  expect(live.samples.map(names)).toEqual([
    ['main', 'a'],
    ['main', 'next', 'push'],
  ]);
  expect(live).toMatchObject({ type: 'sampled', unit: 'bytes', weights: [170, 30], endValue: 200 });
  expect(fresh).toMatchObject({ weights: [70, 30], endValue: 100 });
  expect(shared.frames[1]).toEqual({ name: 'a', file: 'main.mjs', line: 11, col: 5 });
});
