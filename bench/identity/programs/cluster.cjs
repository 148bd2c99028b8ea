// Three workers of a cluster, of which the third keeps its tickets.
const cluster = require('node:cluster');

class Ticket {
  constructor(n) {
    this.n = n;
  }
}

if (cluster.isPrimary) {
  for (let i = 0; i < 3; i++) cluster.fork();
} else {
  process.on('disconnect', () => process.exit());
  const open = new Map();
  let n = 0;
  setInterval(() => {
    for (let i = 0; i < 20 && cluster.worker.id === 3; i++) open.set(++n, new Ticket(n));
  }, 10);
}
