import { expect, it } from 'vitest';
import { growingClasses } from './growing-classes.ts';

const operations = 100;
const looks = (...counts: readonly number[]) =>
  counts.map((Entry) => ({ heapSize: 0, objectTypeCounts: { Entry, Other: 7 } }));

/** Three rounds that gain as much, and a look without operations. */
function found(gain: number, idleGain = 0) {
  const counts = looks(50, 50 + gain, 50 + 2 * gain, 50 + 3 * gain);
  const [idle] = looks(50 + 3 * gain + idleGain);
  return growingClasses(counts, idle, operations);
}

it('a class that gains just enough per operation is a suspect', () => {
  expect(found(70)).toMatchObject([
    { entryClass: 'Entry', confidence: 0.7, survivors: { counts: [50, 70, 70, 70] } },
  ]);
  expect(found(69)).toEqual([]);
});

it('what a class gains without operations is not their doing', () => {
  expect(found(80, 10)).toHaveLength(1);
  expect(found(80, 11)).toEqual([]);
});

it('a class that gains nothing in one round is none', () => {
  const [idle] = looks(250);
  expect(growingClasses(looks(50, 150, 150, 250), idle, operations)).toEqual([]);
});
