import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { explained } from './explained.ts';

const file = fileURLToPath(import.meta.url);

it('takes the last word for a fingerprint', () => {
  expect(explained(['a.heaptrail', '7f3a'])).toEqual({ paths: ['a.heaptrail'], fingerprint: '7f3a' });
});

it('lists suspects if there is no fingerprint', () => {
  expect(explained(['a.heaptrail'])).toEqual({ paths: ['a.heaptrail'], fingerprint: undefined });
  expect(explained(['1.heapsnapshot', file])).toEqual({
    paths: ['1.heapsnapshot', file],
    fingerprint: undefined,
  });
});
