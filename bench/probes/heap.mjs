// Holds as many objects as it is told, and measures how long its event loop stands still.
globalThis.held = Array.from({ length: Number(process.argv[2]) }, (_, i) => ({ i }));
/** What a visit finds: it grows. */
const kept = [];
function keep() {
  for (let i = 0; i < 5; i += 1) kept.push({ i, text: `kept ${kept.length}` });
}
let last = performance.now();
let longest = 0;
setInterval(() => {
  keep();
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
}, 2);
process.on('message', (word) => {
  // The loop answers after a pause, and its timer has seen the length of the pause by then.
  setTimeout(() => {
    process.send({ longest });
    if (word === 'reset') longest = 0;
  }, 10);
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
