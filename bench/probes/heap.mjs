// A program that holds as many objects as it is told, in tables as real programs do, keeps more in a function that is
// called often, and measures for how long its event loop stands.
const objects = Number(process.argv[2]);
const every = 2;
/** What a timer may be late by of itself. */
const jitter = 1;
const perRow = 5;

const tables = new Map(['orders', 'users', 'items', 'prices'].map((name) => [name, new Map()]));
const names = [...tables.keys()];
for (let id = 0; id * perRow < objects; id += 1) {
  const row = { id, owner: { name: `owner ${id % 1_000}`, tags: [id] }, at: { day: id % 365 } };
  tables.get(names[id % names.length]).set(id, row);
}
const services = names.map((name) => ({
  name,
  table: tables.get(name),
  handlers: [() => name, () => tables],
}));
/** What a visit finds: it grows. */
const kept = [];
let calls = 0;

function handle() {
  calls += 1;
  const answer = { calls, text: `answer ${calls}`, of: services[calls % services.length].name };
  if (calls % 100 === 0) keep(answer);
  return answer;
}
function keep(answer) {
  kept.push(answer);
}

let last = performance.now();
let longest = 0;
let stood = 0;
setInterval(() => {
  const begun = performance.now();
  for (let i = 0; i < 100; i += 1) handle();
  const late = begun - last - every;
  const inside = performance.now() - begun;
  for (const span of [late, inside]) if (span > jitter) stood += span;
  longest = Math.max(longest, late + inside);
  last = performance.now();
}, every);
process.on('message', (word) => {
  // The loop answers after a pause, and its timer has seen the length of the pause by then.
  setTimeout(() => {
    process.send({ longest, stood });
    if (word === 'reset') [longest, stood] = [0, 0];
  }, 10);
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
