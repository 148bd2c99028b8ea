import { expect, it } from 'vitest';
import { walkerCall } from './walker-call.ts';

it('hands over each value by a name of its own', () => {
  const call = walkerCall('open(a, VALUES, b)', [{ objectId: '7' }, { objectId: '8' }], [3, '[]']);
  expect(call).toEqual({
    functionDeclaration: 'function (a, b, v0, v1) { return this.open(a, [v0, v1], b) }',
    arguments: [{ value: 3 }, { value: '[]' }, { objectId: '7' }, { objectId: '8' }],
  });
  expect(walkerCall('measure()')).toEqual({
    functionDeclaration: 'function () { return this.measure() }',
    arguments: [],
  });
});
