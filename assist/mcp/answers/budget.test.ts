import { expect, it } from 'vitest';
import { withinTokens } from './budget.ts';

it('gives the longest text that fits', () => {
  expect(withinTokens(2, 'three words here', 'two')).toBe('two');
  expect(withinTokens(5, 'three words here', 'two')).toBe('three words here');
});

it('cuts whole lines, and says so', () => {
  const line = 'a line of forty characters and then some';
  expect(withinTokens(30, [line, line, line, line].join('\n'))).toBe(`${line}\n${line}\n… cut: ask for less`);
});

it('cuts one long line, which would leave nothing else', () => {
  const cut = withinTokens(60, 'x'.repeat(1_000));
  expect(cut).toMatch(/^x{100,}…\n… cut: ask for less$/);
  expect(cut.length).toBeLessThanOrEqual(210);
});
