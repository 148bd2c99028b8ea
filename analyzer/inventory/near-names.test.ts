import { expect, it } from 'vitest';
import { nearNames } from './near-names.ts';

it.each([
  ['a letter too many', 'sesssions', ['sessions']],
  ['a letter too few, in another case', 'Sesions', ['sessions']],
  ['a part of the name', 'Run', ['seqByRun']],
  ['nothing alike', 'zzz', []],
])('%s finds what was meant', (_, wanted, expected) => {
  expect(nearNames(['sessions', 'sessions', 'seqByRun', 'hub'], wanted)).toEqual(expected);
});

it('gives the likeliest first, and few', () => {
  const names = Array.from({ length: 9 }, (_, i) => `session${'s'.repeat(i)}`);
  expect(nearNames(names, 'sessions')).toHaveLength(5);
  expect(nearNames(names, 'sessions')[0]).toBe('sessions');
});
