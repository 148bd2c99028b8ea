import { expect, it } from 'vitest';
import type { Suspect } from '../../format/suspect.ts';
import { suspectAt } from './suspect-at.ts';

const suspect = (fingerprint: string, ...expressions: string[]) =>
  ({ fingerprint, holders: expressions.map((expression) => ({ expression })) }) as unknown as Suspect;
const all = [suspect('a', 'state.raw', 'state.buffers'), suspect('b', 'queue')];

it.each([
  ['queue', 'b'],
  ['queue[]', 'b'],
  ['state.buffers[key]', 'a'],
  ['state.other[key], state.raw[key] and 1 other path', 'a'],
  ['queue[].body', undefined],
  ['state', undefined],
  ['', undefined],
])('at %s is suspect %s', (expression, expected) => {
  expect(suspectAt(expression, all)?.fingerprint).toBe(expected);
});
