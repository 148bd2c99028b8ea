import assert from 'node:assert';
import { test } from 'node:test';
import { forget, remember, remembered } from '../src/transcripts.mjs';

test('forgets what was said', () => {
  const before = remembered();
  for (let id = 10_000; id < 16_000; id++) remember(id);
  for (let id = 10_000; id < 16_000; id++) forget(id);
  assert.equal(remembered(), before);
});
