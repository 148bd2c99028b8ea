import { expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { residentChange } from './resident-change.ts';

const sample = (rss: number, mark?: MemorySample['mark']): MemorySample => ({
  at: rss,
  rss,
  ...(mark === undefined ? {} : { mark }),
});

it('counts what captures took, of the process and of its threads, and nothing between them', () => {
  const samples = [
    sample(50),
    sample(60, 'captured'),
    sample(250),
    sample(100, 'resumed'),
    sample(130, 'disturbed'),
    sample(135, 'resumed'),
    sample(140),
  ];
  expect(residentChange(samples)).toEqual({ first: 50, last: 140, byCaptures: 45 });
  expect(residentChange([sample(50), sample(90)])).toEqual({ first: 50, last: 90, byCaptures: 0 });
  expect(residentChange([sample(50)])).toBeUndefined();
});
