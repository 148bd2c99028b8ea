import { expect, it } from 'vitest';
import type { VisitStop } from '../../format/visit.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { allocatorOf } from './allocators.ts';

const stop = (name: string, bytes: number, file = 'src/agent.mjs'): VisitStop => ({
  ...{ function: name, file: `file:///app/${file}`, line: name.length, column: 3, held: 2 },
  ...(bytes === 0 ? {} : { allocates: { bytes, samples: 5, span: 2_000 } }),
});
const allocator = (...stops: readonly VisitStop[]) => allocatorOf(stops, 1_000, new ModuleNames('/app'));

it('one function that led to a place, however often, is its allocator', () => {
  expect(allocator(stop('publish', 40_000), stop('publish', 40_000))).toMatchObject({
    confidence: 0.6,
    evidence: [
      'a visit came from this function to the place',
      '39.1 KiB of what it allocated within 2 s stayed alive (5 samples)',
    ],
    sites: [
      { frame: { function: 'publish', file: 'src/agent.mjs', line: 7, column: 3 }, bytesPerInterval: 20_000 },
    ],
  });
});

it('the one that keeps most of several is named, with less confidence', () => {
  const found = allocator(stop('handle', 1_000), stop('publish', 40_000));
  expect(found).toMatchObject({ confidence: 0.4, sites: [{ frame: { function: 'publish' } }] });
  expect(found!.evidence[0]).toContain('and from 1 other function that keeps less');
});

it('knows code of a dependency', () => {
  const site = allocator(stop('push', 10, 'node_modules/queue/index.js'))!.sites[0]!;
  expect(site.frame).toMatchObject({ file: 'node_modules/queue/index.js', dependency: true });
});

it('says of a function without a name that it has none', () => {
  expect(allocator(stop('', 10))!.sites[0]!.frame.function).toBe('(anonymous)');
});

it('names no function that only calls others', () => {
  expect(allocator(stop('handle', 0))).toBeUndefined();
  expect(allocator()).toBeUndefined();
});
