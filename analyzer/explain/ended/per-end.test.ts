import { expect, it } from 'vitest';
import type { Subject } from '../subject.ts';
import { perEndSignal } from './per-end.ts';

const signalOf = (gained: readonly number[], expectedEnds?: number) => {
  const container = { born: [50, ...gained], entries: [] };
  const group = { births: [50, ...gained] };
  const finding = { shape: 'pile', container, piles: [{ group, residue: false }] };
  return perEndSignal({ finding } as unknown as Subject, { intervals: [], expectedEnds });
};

it.each<[string, readonly number[], number | undefined, ReturnType<typeof signalOf>]>([
  [
    'what gains as many as ended',
    [12, 12, 12],
    12,
    { weight: 0.1, text: '1 object stays of each of the 12 that end in each interval' },
  ],
  [
    'what gains three for each',
    [36, 37, 35],
    12,
    { weight: 0.1, text: '3 objects stay of each of the 12 that end in each interval' },
  ],
  [
    'what gains something else',
    [300, 17, 90],
    12,
    { weight: 0, text: 'its gain does not follow the 12 that end in each interval' },
  ],
  ['what nobody expects', [12, 12, 12], undefined, undefined],
])('weighs the ends that a person expects: %s', (_, gained, expected, signal) => {
  expect(signalOf(gained, expected)).toEqual(signal);
});
