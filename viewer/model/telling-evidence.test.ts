import { expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { evidenceBesideBars } from './telling-evidence.ts';

const suspect = (counts: readonly number[], bytes: readonly number[], ...evidence: string[]) =>
  ({ evidence, survivors: { counts, bytes } }) as unknown as Suspect;

it('leaves out what the bars show', () => {
  const told = ['exactly 1 per operation', 'all 3 first entries are alive'];
  expect(
    evidenceBesideBars(
      suspect(
        [72, 21, 22, 23],
        [0, 0, 0, 0],
        'survivors by birth: 21 / 22 / 23 (before the first capture: 72)',
        ...told,
        'entries at each capture: 72 → 93 → 115 → 138',
      ),
    ),
  ).toEqual(told);
  expect(
    evidenceBesideBars(suspect([0, 0, 0], [4096, 1024, 2048], 'its size grew 1.0 KiB / 2.0 KiB', ...told)),
  ).toEqual(told);
});

it('keeps what only shares a number with one bar', () => {
  const line = 'only 66 new entries in 8 s';
  expect(evidenceBesideBars(suspect([0, 66], [0, 100], line))).toEqual([line]);
});
