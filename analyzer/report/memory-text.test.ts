import { expect, it } from 'vitest';
import { leftByCaptures, memoryText } from './memory-text.ts';

it('a gain that is just worth a rate has one', () => {
  const told = (gain: number) =>
    memoryText(
      {
        duration: 7_200_000,
        samples: 60,
        series: [{ name: 'heapUsed', first: 2 ** 20, last: 2 ** 20, perHour: gain / 2 }],
      },
      0,
      'none',
    ).join();
  expect(told(256 * 1024)).toContain('(+128 KiB/h)');
  expect(told(255 * 1024)).not.toContain('/h');
});

it.each([
  [16 * 1024 * 1024, ['left behind: captures raised resident memory by 16.0 MiB.']],
  [16 * 1024 * 1024 - 1, []],
])('what captures left in the process is said if it shows: %i', (byCaptures, words) => {
  const told = leftByCaptures({ duration: 1, samples: 2, series: [], byCaptures });
  expect(told.map((line) => line.replace(/ The process.*/, ''))).toEqual(words);
});
