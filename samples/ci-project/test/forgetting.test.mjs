import { expect, test } from 'vitest';
import { forget, remember, remembered } from '../src/transcripts.mjs';

test('forgets what was said', () => {
  for (let id = 0; id < 6000; id++) remember(id);
  for (let id = 0; id < 6000; id++) forget(id);
  expect(remembered()).toBe(0);
});
