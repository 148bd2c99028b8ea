import { expect, it } from 'vitest';
import { awaitedFunctions, differentCalls } from './limits.ts';
import { Turns } from './turns.ts';

const tried = (turns: Turns<string>, awaited: readonly string[], visited: readonly string[]) =>
  turns.tried(awaited, new Set(visited));

it('waits for those alone that were visited least', () => {
  const turns = new Turns(['a', 'b', 'c']);
  expect(turns.next()).toEqual({ first: ['a', 'b', 'c'], others: [] });
  tried(turns, ['a', 'b', 'c'], ['a']);
  expect(turns.next()).toEqual({ first: ['b', 'c'], others: ['a'] });
  tried(turns, ['b', 'c'], ['b', 'c']);
  expect(turns.next().first).toEqual(['a', 'b', 'c']);
});

it('waits last for those that were waited for in vain, and for so many at once', () => {
  const all = Array.from({ length: awaitedFunctions + 1 }, (_, i) => `f${i}`);
  const turns = new Turns(all);
  tried(turns, ['f0'], []);
  expect(turns.next().first).toEqual(all.slice(1));
  expect(turns.isMissed('f0')).toBe(true);
  tried(turns, ['f0'], ['f0']);
  expect(turns.isMissed('f0')).toBe(false);
});

it('lets other numbers of calls pass from visit to visit, and none after a wait in vain', () => {
  const turns = new Turns(['a']);
  const skipped = Array.from({ length: differentCalls + 1 }, () => {
    const calls = turns.skippedCalls('a');
    tried(turns, ['a'], ['a']);
    return calls;
  });
  expect(skipped).toEqual([...Array(differentCalls).keys(), 0]);
  tried(turns, ['a'], ['a']);
  tried(turns, ['a'], []);
  expect(turns.skippedCalls('a')).toBe(0);
});
