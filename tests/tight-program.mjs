import { readFileSync } from 'node:fs';

/**
 * Memory that is nearly full of what belongs there, and a Map that leaks into the rest: slowly, so that it lives for minutes.
 * The first word is `heap`, or the file in which a control group counts what it uses; the second one is how full it gets.
 */
const [where, mebibytes] = process.argv.slice(2);
const mebi = 1 << 20;
const numbersInRow = 2_000;

const rows = [];
const sessions = new Map();
let served = 0;

function used() {
  return where === 'heap' ? process.memoryUsage().heapUsed : Number(readFileSync(where, 'utf8'));
}

function fillMemory() {
  while (used() < Number(mebibytes) * mebi)
    rows.push(where === 'heap' ? new Array(numbersInRow).fill(0.5) : Buffer.alloc(mebi / 4, 1));
}

function serve() {
  served += 1;
  sessions.set(`session-${served}`, { id: served, name: `user ${served}` });
}

fillMemory();
setInterval(serve, 10);
process.stdout.write('ready\n');
