// A service whose memory is nearly full of what belongs there: customers with their orders and documents. A Map that leaks
// grows slowly into the rest. The first word is `heap`, or the file in which a control group counts what it uses; the
// second one is how many bytes are in use when it is ready.
import { readFileSync } from 'node:fs';
import { getHeapStatistics } from 'node:v8';

const [where, full] = process.argv.slice(2);
const perStep = 2_000;

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

function serve() {
  served += 1;
  sessions.set(`session-${served}`, { id: served, customer: customers.get(served % customers.size).name });
}

while (used() < Number(full)) addCustomers();
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  serve();
}, 10);
process.on('message', () => {
  process.send({ served, longest, customers: customers.size });
  longest = 0;
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
