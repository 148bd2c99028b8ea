/** A heap that is nearly full of what belongs there, and a Map that leaks into the rest: slowly, so that it lives for minutes. */
const mebi = 1 << 20;
const full = Number(process.argv[2]) * mebi;
const numbersInRow = 2_000;

const rows = [];
const sessions = new Map();
let served = 0;

function fillHeap() {
  while (process.memoryUsage().heapUsed < full) rows.push(new Array(numbersInRow).fill(0.5));
}

function serve() {
  served += 1;
  sessions.set(`session-${served}`, { id: served, name: `user ${served}` });
}

fillHeap();
setInterval(serve, 10);
process.stdout.write('ready\n');
