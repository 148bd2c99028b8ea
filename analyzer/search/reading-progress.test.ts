import { expect, it } from 'vitest';
import { whileReading } from './reading-progress.ts';

it('tells the share of its phase, and how fast it goes', () => {
  let time = 0;
  const told: [string, number][] = [];
  const onRead = whileReading(
    (...step) => told.push(step),
    'reading capture 4',
    0.2,
    0.6,
    () => time,
  );
  onRead(1, 4_000_000_000);
  time = 1_000;
  onRead(128_000_000, 4_000_000_000);
  time = 2_000;
  onRead(4_000_000_000, 4_000_000_000);
  expect(told.map(([phase]) => phase)).toEqual([
    'reading capture 4',
    'reading capture 4 at 130 MB/s',
    'reading capture 4 at 2.0 GB/s',
  ]);
  expect(told.map(([, share]) => share.toFixed(2))).toEqual(['0.20', '0.21', '0.60']);
});
