import { expect, it } from 'vitest';
import { isInOneProcess } from './node-test-isolation.ts';

it.each([
  ['--test', false],
  ['--test --test-isolation=process', false],
  ['--test --test-isolation=none', true],
  ['--test-isolation none --test', true],
  ['--test --experimental-test-isolation=none', true],
  ['--test-isolation=none --test --test-isolation=process', false],
  ['--test-reporter=spec', true],
])('%s', (options, isOne) => {
  expect(isInOneProcess(options.split(' '))).toBe(isOne);
});
