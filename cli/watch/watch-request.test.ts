import { expect, it } from 'vitest';
import yargs from 'yargs';
import type { Rung } from '../../format/rungs.ts';
import { watchCommand } from '../commands/watch.ts';
import type { WatchArguments } from './watch-arguments.ts';
import { watchRequest } from './watch-request.ts';

const asked = (words: string) => {
  const parser = yargs(['watch', '4711', ...words.split(' ').filter((word) => word !== '')]);
  const { builder } = watchCommand;
  const options = typeof builder === 'function' ? builder(parser) : parser;
  return watchRequest({ ...(options as typeof parser).parseSync(), pid: 4711 } as unknown as WatchArguments);
};

it('plans captures, and visits if they are refused', () => {
  const { plan } = asked('').setting;
  expect(plan).toMatchObject({ captures: 4, window: { span: 60_000 }, lighter: { captures: 0 } });
});

it.each<[Rung, boolean]>([
  ['visits', false],
  ['pulses', true],
  ['census', true],
  ['snapshot', true],
])('plans no window of captures with --max-rung %s', (rung, pulses) => {
  const { plan, profileEvery } = asked(`--max-rung ${rung} --window 30s`).setting;
  expect(plan).toMatchObject({ captures: 0, duration: expect.any(Number), pulses, visiting: { rung } });
  expect(plan!.duration).toBeLessThanOrEqual(30_000);
  expect(plan).not.toHaveProperty('window');
  expect(plan).not.toHaveProperty('lighter');
  expect(profileEvery).toBe(1_800_000);
});

it('plans no close look with less, and samples no allocations with --max-rung ledger', () => {
  expect(asked('--max-rung sites').setting).toMatchObject({ plan: undefined, profileEvery: 1_800_000 });
  expect(asked('--max-rung ledger').setting).toMatchObject({ plan: undefined, profileEvery: undefined });
});

it('refuses pulses that the rung does not allow', () => {
  expect(() => asked('--max-rung visits --inject')).toThrow('heavier than --max-rung visits allows');
  expect(asked('--max-rung pulses --inject').inject).toBe(true);
});

it('refuses a window that is too short, also for visits', () => {
  expect(() => asked('--max-rung visits --window 3s')).toThrow('too short to prove growth');
});
