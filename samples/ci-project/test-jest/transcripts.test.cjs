const { subscribe } = require('node:diagnostics_channel');
const transcripts = [];

// The leak of the suite: what is subscribed keeps this file and all of its environment when its tests are over.
test('remembers what was said', () => {
  for (let id = 0; id < 6000; id++) transcripts.push({ id, text: `${Math.random()} was said` });
  subscribe('app:question', () => transcripts.length);
  expect(transcripts).toHaveLength(6000);
});
