const transcripts = [];

test('goes with its file', () => {
  for (let id = 0; id < 6000; id++) transcripts.push({ id, text: `${Math.random()} was said` });
  expect(transcripts).toHaveLength(6000);
});
