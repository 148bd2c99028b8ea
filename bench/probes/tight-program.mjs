// A service whose memory is nearly full of what belongs there: customers with their orders and documents. A Map that leaks
// grows slowly into the rest. The first word is `heap`, or the file in which a control group counts what it uses; the
// second one is how many bytes are in use when it is ready.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';

const where = process.argv[2];
const full = Number(process.argv[3]);
const perStep = 1_000;
const nearly = 0.99;
const settling = 12;
const sizeOfScan = 64 << 10;

const customers = new Map();
const documents = [];
const sessions = new Map();
let served = 0;
let longest = 0;

function used() {
  return where === 'heap' ? getHeapStatistics().used_heap_size : Number(readFileSync(where, 'utf8'));
}

function addCustomers() {
  for (let i = 0; i < perStep; i += 1) {
    const id = customers.size;
    const orders = [{ id, at: id % 365, lines: [{ sku: `sku-${id % 500}`, n: 1 }] }];
    customers.set(id, { id, name: `customer ${id}`, orders, scores: new Array(40).fill(id + 0.5) });
    documents.push(Buffer.from(`document ${id} of customer ${id % 1_000} `.repeat(20)).toString('latin1'));
  }
}

/** Until it is full of what lives, and not of garbage. */
function fillHeap() {
  for (let live = 0; live < nearly * full; live = used()) {
    while (used() < full) addCustomers();
    globalThis.gc();
  }
}

/** Half of it by objects. V8 gives back what it needed to make them, so the rest comes when that is over. */
async function fillGroup() {
  while (used() < full / 2) addCustomers();
  globalThis.gc();
  for (let second = 0; second < settling; second += 1) {
    await sleep(1_000);
    while (second > settling / 2 && used() < full) documents.push(Buffer.alloc(sizeOfScan, second));
  }
}

function serve() {
  served += 1;
  sessions.set(`session-${served}`, { id: served, customer: customers.get(served % customers.size).name });
}

if (where === 'heap') fillHeap();
else await fillGroup();
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  serve();
}, 10);
process.on('message', () => {
  process.send({ served, longest, used: used() });
  longest = 0;
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
