const transcripts = [];

test('goes with its file', () => {
  for (let id = 0; id < 20_000; id++) transcripts.push({ id, text: `${Math.random()} was said` });
  expect(transcripts).toHaveLength(20_000);
});
