import { expect, it } from 'vitest';
import { evaluateHere } from './evaluate-here.ts';

it('answers by value, as an inspector does', () => {
  expect(evaluateHere('1 + 1')).toEqual({ result: { type: 'number', value: 2 } });
  expect(evaluateHere('({ pid: process.pid, lost: undefined })')).toEqual({
    result: { type: 'object', value: { pid: process.pid } },
  });
  expect(evaluateHere('12n')).toEqual({ result: { type: 'bigint', description: '12n' } });
  expect(evaluateHere('(() => 1)').result).toMatchObject({ type: 'function', description: '() => 1' });
});

it('says what was thrown, also if a value cannot be written down', () => {
  expect(evaluateHere('lost.count')).toMatchObject({
    wasThrown: true,
    result: { description: 'ReferenceError: lost is not defined' },
  });
  expect(evaluateHere('const ring = {}; ring.self = ring; ring')).toMatchObject({ wasThrown: true });
});
