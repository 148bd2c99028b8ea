import { expect, it } from 'vitest';
import { PerfMap, scriptFunction } from './perf-map.ts';

const map = new PerfMap(`18c4000 300 Builtin:DeoptimizationEntry_Eager
7f75c8036780 378 JS:~tick /app/j.js:3:14
7f75c8036b40 378 JS:~openStream /app/j.js:2:20
7f75c8036b40 100 JS:^openStream /app/j.js:2:20
torn line`);

it('finds the function that an address is in, by the latest line', () => {
  expect(map.at(0x7f75_c803_6781)?.name).toBe('JS:~tick /app/j.js:3:14');
  expect(map.at(0x7f75_c803_6b40)?.name).toBe('JS:^openStream /app/j.js:2:20');
  expect(map.at(0x7f75_c803_6b40 + 0x100)).toBeUndefined();
  expect(map.at(0)).toBeUndefined();
});

it('tells functions of JavaScript from stubs', () => {
  expect(scriptFunction('JS:~openStream /app/j.js:2:20')).toEqual({
    function: 'openStream',
    file: '/app/j.js',
    line: 2,
    column: 20,
  });
  expect(scriptFunction('JS:* file:///app/a b.mjs:1:1')).toMatchObject({
    function: '',
    file: 'file:///app/a b.mjs',
  });
  expect(scriptFunction('Builtin:RecordWriteSaveFP')).toBeUndefined();
});
