import { expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import { areSettled } from './between-bounds.ts';
import { answerFrom, askGrowth } from './growth-questions.ts';

/** Three sessions of 1,000 bytes an interval, in a registry whose size at each earlier capture is known so exactly. */
function isSettled(
  bounds: (exact: number, capture: number) => [least: number, most: number],
  session = 1000,
) {
  const { heap, earlier } = ageDrawn((h) => {
    const registry = h.object('Registry', { size: 100 });
    moduleScope(h).variable('registry', registry);
    everyInterval(h, () => {
      for (let i = 0; i < 3; i++) registry.push(h.object('Session', { size: session }));
    });
  });
  const questions = askGrowth(heap);
  const answers = earlier.map((capture, k) => {
    const exact = answerFrom(capture, questions);
    const within = [...exact.retained].map(([id, size]) => {
      const [least, most] = bounds(size, k);
      return [id, { least, most, likely: least }] as const;
    });
    return { ...exact, bounds: new Map(within) };
  });
  return areSettled(questions, answers, []);
}

it('is settled what is known, and what reads the same between its bounds', () => {
  expect(isSettled((exact) => [exact, exact])).toBe(true);
  expect(isSettled((exact) => [exact, exact + 20], 100_000)).toBe(true);
});

it('is not settled what reads differently by more than a hundredth', () => {
  expect(isSettled((exact) => [exact, exact * 1.009], 123_000)).toBe(true);
  expect(isSettled((exact) => [exact, exact * 1.012], 123_000)).toBe(false);
});

it('is not settled whether it grew, if it may have held as much before', () => {
  expect(isSettled((exact, k) => [exact, exact + 3000 * (3 - k)])).toBe(false);
});

it('is settled that it did not grow, however much it held: what is refuted is not told', () => {
  expect(isSettled((exact, k) => [exact + 3000 * (3 - k), exact + 5000 * (3 - k)])).toBe(true);
});
