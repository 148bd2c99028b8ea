import { expect, it } from 'vitest';
import { SamplingPace } from './sampling-pace.ts';

const mebi = 1 << 20;

it('slows down while memory rests, and is quick again once it moves or something is near', () => {
  const pace = new SamplingPace(1_000, 15_000);
  for (let i = 0; i < 30; i++) pace.after({ at: i, rss: (200 + (i % 2)) * mebi }, false);
  expect(pace.every).toBe(15_000);
  pace.after({ at: 31, rss: 230 * mebi }, false);
  expect(pace.every).toBe(1_000);
  pace.after({ at: 32, rss: 230 * mebi }, false);
  expect(pace.every).toBeGreaterThan(1_000);
  pace.after({ at: 33, rss: 230 * mebi }, true);
  expect(pace.every).toBe(1_000);
});
