import { expect, it } from 'vitest';
import { nodeOptionsIn, valueOfOption, valuesOfOption } from './node-options.ts';

it('reads options with their values, up to the script', () => {
  const args = ['--heapsnapshot-signal', 'SIGUSR2', '-r', './hook.js', '--permission', 'app.js', '--title=x'];
  expect(nodeOptionsIn(args)).toEqual(['--heapsnapshot-signal=SIGUSR2', '-r=./hook.js', '--permission']);
});

it('leaves to the program what is its own', () => {
  expect(nodeOptionsIn(['app.js', '--heapsnapshot-signal=SIGUSR2'])).toEqual([]);
  expect(nodeOptionsIn(['-e', 'code', '--heapsnapshot-signal=SIGUSR2'])).toEqual(['-e']);
  expect(nodeOptionsIn(['--', '--heapsnapshot-signal=SIGUSR2'])).toEqual([]);
});

it('takes the last value, or all', () => {
  const options = ['--allow-fs-write=/a', '--allow-fs-write=/b'];
  expect(valueOfOption(options, '--allow-fs-write')).toBe('/b');
  expect(valuesOfOption(options, '--allow-fs-write')).toEqual(['/a', '/b']);
  expect(valueOfOption(options, '--allow-fs')).toBeUndefined();
});
