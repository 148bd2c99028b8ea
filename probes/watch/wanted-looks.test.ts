import { expect, it } from 'vitest';
import { WantedLooks } from './wanted-looks.ts';

it('serves all causes that still hold by one look', () => {
  const wanted = new WantedLooks();
  let high = true;
  expect(wanted.cause).toBeUndefined();
  wanted.add({ key: 'rss=1g', sentence: 'memory is high', holds: () => high });
  wanted.add({ key: 'retained-objects', sentence: 'it grows', holds: () => true });
  wanted.add({ key: 'retained-objects', sentence: 'it grows by 2', holds: () => true });
  expect(wanted.cause).toBe('memory is high; it grows by 2');
  high = false;
  expect(wanted.cause).toBe('it grows by 2');
  high = true;
  expect(wanted.cause).toBe('memory is high; it grows by 2');
  wanted.clear();
  expect(wanted.cause).toBeUndefined();
});
