import { expect, it } from 'vitest';
import { splitSeries } from './series-split.ts';

const series = (name: 'rss' | 'native' | 'threads' | 'handles', first: number, last: number) => ({
  name,
  first,
  last,
  perHour: 0,
});

it('folds what is flat, and what a chart shows already', () => {
  const all = [
    series('rss', 100, 200),
    series('native', 100, 200),
    series('threads', 12, 12),
    series('handles', 100, 105),
  ];
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name);
  const charted = splitSeries(all, [{ name: 'resident' }]);
  expect(names(charted.moved)).toEqual(['native']);
  expect(names(charted.folded)).toEqual(['rss', 'threads', 'handles']);
  expect(names(splitSeries(all, []).moved)).toEqual(['rss', 'native']);
});

it('takes 5 % of itself for a move, and no less', () => {
  expect(splitSeries([series('handles', 95, 100)], []).moved).toEqual([]);
  expect(splitSeries([series('handles', 94, 100)], []).moved).toHaveLength(1);
});
