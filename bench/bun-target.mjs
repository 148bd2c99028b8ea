// A Bun program with a heap of about CELLS objects that allocates all the time, and prints what a piece of that
// takes of the processor, with all threads: `{"at":EPOCH_MS,"took":MS}`, a line each 50 ms.
const cells = Number(process.argv[2]);

// Five cells in every entry of the Map: two objects, and a string with the two pieces it was put together from.
globalThis.kept = new Map();
for (let i = 0; i < cells / 5; i += 1) {
  kept.set(i, { i, inner: { i }, text: `left ${i}` + ` right ${i}` });
}

function work() {
  let last;
  for (let i = 0; i < 100_000; i += 1) last = { i, list: [i] };
  return last;
}

// Compiled and collected by now, as in a program that has been running for a while.
for (let i = 0; i < 50; i += 1) work();
for (let i = 0; i < 2; i += 1) Bun.gc(true);
console.log('ready');
setInterval(() => {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  console.log(JSON.stringify({ at: Date.now(), took: (user + system) / 1000 }));
}, 50);
