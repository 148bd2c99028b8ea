import { expect, test } from 'bun:test';
import { remember, remembered } from '../src/transcripts.mjs';

// The leak of the suite: nobody forgets them when the tests are over.
test('remembers what was said', () => {
  for (let id = 0; id < 6000; id++) remember(id);
  expect(remembered()).toBe(6000);
});
