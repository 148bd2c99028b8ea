// Allocates without a pause but for messages, and counts how far it came.
let count = 0;
let kept = [];
function turn() {
  for (let i = 0; i < 20_000; i += 1) {
    kept.push({ i, next: { i } });
    if (kept.length > 50_000) kept = [];
  }
  count += 20_000;
  setImmediate(turn);
}
process.on('message', () => process.send({ count }));
process.on('disconnect', () => process.exit());
process.send({ ready: true });
turn();
