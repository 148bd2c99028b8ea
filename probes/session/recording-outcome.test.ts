import { expect, it } from 'vitest';
import type { Capture } from '../../format/recording.ts';
import { recordingOutcome } from './recording-outcome.ts';

const whole: Capture = { index: 1, file: 'captures/001.heapsnapshot', at: 0, status: 'whole' };
const failed: Capture = { ...whole, index: 2, status: 'failed', failure: 'the disk is full' };
const stopped = 'it was stopped from the keyboard';

it.each([
  ['every planned capture', { planned: 1, captures: [whole], endReason: undefined }, { state: 'complete' }],
  [
    'an end after the last capture',
    { planned: 1, captures: [whole], endReason: stopped },
    { state: 'complete' },
  ],
  [
    'fewer captures than planned, and no reason',
    { planned: 4, captures: [whole], endReason: undefined },
    { state: 'complete' },
  ],
  [
    'an early end',
    { planned: 4, captures: [whole], endReason: stopped },
    { state: 'interrupted', endReason: stopped },
  ],
  [
    'a capture that failed beside a whole one',
    { planned: 2, captures: [whole, failed], endReason: undefined },
    { state: 'interrupted', endReason: 'the disk is full' },
  ],
  [
    'no whole capture',
    { planned: 2, captures: [failed], endReason: stopped },
    { state: 'failed', endReason: stopped },
  ],
  [
    'an early end of memory alone',
    { planned: 0, captures: [], endReason: stopped },
    { state: 'interrupted', endReason: stopped },
  ],
] as const)('says what became of a recording with %s', (_, end, outcome) => {
  expect(recordingOutcome(end)).toEqual(outcome);
});
