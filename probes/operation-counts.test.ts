import { expect, it } from 'vitest';
import { operationsIn } from './operation-counts.ts';

it('takes the count that is nearer to the snapshot, and tells how far the other one is', () => {
  const around = { before: { count: 40 }, after: { count: 45 } };
  expect(operationsIn(around)).toEqual({ operations: 45, operationsDrift: 5, notes: [] });
});

it('goes by the count before where the other one is not to be had', () => {
  const alone = { operations: 40, notes: [] };
  expect(operationsIn({ before: { count: 40 }, after: undefined })).toEqual(alone);
  expect(operationsIn({ before: { count: 40 }, after: { note: 'it threw' } })).toEqual(alone);
});

it('gives words where there is no count, and nothing where none was asked for', () => {
  expect(operationsIn({ before: { note: 'it threw' }, after: { note: 'it threw' } })).toEqual({
    notes: ['it threw'],
  });
  expect(operationsIn({ before: undefined, after: undefined })).toEqual({ notes: [] });
});
