import { expect, it } from 'vitest';
import { paceWithin } from './capture-pace.ts';

it.each([
  [
    'captures that take no time keep their spacing',
    { left: 30, captures: 3, captureTook: 0 },
    { wait: 10, captures: 3 },
  ],
  [
    'time that captures take is taken from the waits',
    { left: 28, captures: 3, captureTook: 2 },
    { wait: 8, captures: 3 },
  ],
  [
    'more time than needed changes nothing',
    { left: 300, captures: 3, captureTook: 2 },
    { wait: 10, captures: 3 },
  ],
  [
    'waits of half the spacing are long enough',
    { left: 25, captures: 3, captureTook: 5 },
    { wait: 5, captures: 3 },
  ],
  [
    'fewer captures come if waits were shorter',
    { left: 24, captures: 3, captureTook: 5 },
    { wait: 9.5, captures: 2 },
  ],
  [
    'one capture ends what has no time left',
    { left: -4, captures: 3, captureTook: 30 },
    { wait: 0, captures: 1 },
  ],
  ['the last one comes at the end', { left: 7, captures: 1, captureTook: 30 }, { wait: 7, captures: 1 }],
])('%s', (_, pace, expected) => {
  expect(paceWithin({ every: 10, needed: 1, ...pace })).toEqual(expected);
});
