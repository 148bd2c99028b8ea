import { expect, it } from 'vitest';
import { type EvaluatedOperations, operationCount, operationsIn } from './operation-counts.ts';

it('takes the count that is nearer to the snapshot, and tells how far the other one is', () => {
  const drift = { operationsDrift: 5, notes: [] };
  expect(operationsIn({ near: { count: 45 }, far: { count: 40 } })).toEqual({ operations: 45, ...drift });
  expect(operationsIn({ near: { count: 40 }, far: { count: 45 } })).toEqual({ operations: 40, ...drift });
});

it('goes by the other one if it is not to be had', () => {
  const alone = { operations: 40, notes: [] };
  expect(operationsIn({ near: undefined, far: { count: 40 } })).toEqual(alone);
  expect(operationsIn({ near: { count: 40 }, far: { note: 'it threw' } })).toEqual(alone);
});

it('gives words once if there is no count, and nothing if none was asked for', () => {
  expect(operationsIn({ near: { note: 'it threw' }, far: { note: 'it threw' } })).toEqual({
    notes: ['it threw'],
  });
  expect(operationsIn({ near: undefined, far: undefined })).toEqual({ notes: [] });
});

it('reads the answer of either inspector, or says in words why it is no number', async () => {
  const told = (answer: EvaluatedOperations) => operationCount(Promise.resolve(answer));
  expect(await told({ type: 'number', value: 12 })).toEqual({ count: 12 });
  expect(await told({ type: 'bigint', description: '12n' })).toEqual({ count: 12 });
  expect(await told({ type: 'object', thrown: 'Error: no\n    at x.js:1' })).toEqual({
    note: 'the operations expression threw: Error: no',
  });
  for (const value of [Number.NaN, 'many'])
    expect(await told({ type: typeof value, value, description: String(value) })).toEqual({
      note: `the operations expression returned ${value}, not a number`,
    });
  expect(await operationCount(Promise.reject(new Error('it is gone')))).toEqual({
    note: 'the operations expression got no answer: it is gone',
  });
});
