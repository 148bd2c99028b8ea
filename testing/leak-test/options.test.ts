import { expect, it } from 'vitest';
import { type LeakTestOptions, leakTestOf } from './options.ts';

const operation = () => {};

it('has a default for every option', () => {
  expect(leakTestOf(operation, {})).toEqual({
    name: 'operation',
    operations: undefined,
    rounds: 5,
    warmUp: 3,
    budget: {},
    allow: {},
    timeout: 60_000,
    artefacts: 'heaptrail-artefacts',
    signal: undefined,
  });
});

it.each<[unknown, string]>([
  [{ operation: 11 }, 'the leak test has no option operation; its options are name, operations, rounds'],
  [{ budget: { object: 1 } }, 'budget has no option object; its options are objects, bytes'],
  [
    { allow: { path: ['x'] } },
    'allow has no option path; its options are kinds, paths, packages, fingerprints',
  ],
  [{ allow: { paths: 'sessions' } }, 'allow.paths is not a list of strings'],
  [{ allow: { kinds: 'map' } }, 'allow.kinds is not a list of strings'],
  [{ allow: { kinds: ['Map'] } }, 'allow.kinds names Map, which is not a kind; the kinds are map, set'],
  [{ budget: { bytes: '1 kB' } }, 'budget.bytes is 1 kB, but must be at least 0'],
  [{ operations: 1.5 }, 'operations is 1.5, which is not a whole number'],
  [{ rounds: 4 }, 'rounds is 4, but must be at least 5'],
  [{ timeout: Number.NaN }, 'timeout is NaN, but must be at least 1'],
  [{ artefacts: true }, 'artefacts is true, but must be a folder or false'],
])('refuses %j', (options, message) => {
  expect(() => leakTestOf(operation, options as LeakTestOptions)).toThrow(message);
});

it('refuses what is no function', () => {
  expect(() => leakTestOf(Promise.resolve(), {})).toThrow('a leak test needs a function, not object');
});

it.each([
  [() => [1].map((one) => one + 1), '`() => [1].map((one) => one + 1)`'],
  [
    async () => {
      await Promise.all(Array.from({ length: 5 }, (_, i) => Promise.resolve(`user ${i}`)));
    },
    /^`async \(\) => \{ await Promise\.all\(Array\.from.*…`$/,
  ],
] as const)('a function without a name is called by its words: %s', (nameless, name) => {
  const told = leakTestOf(nameless, {}).name;
  if (typeof name === 'string') expect(told).toBe(name);
  else expect(told).toMatch(name);
  expect(told.length).toBeLessThanOrEqual(62);
  expect(told).not.toMatch(/\n/);
});
