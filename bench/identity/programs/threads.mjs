// Two worker threads, of which the indexer keeps its postings.
import { isMainThread, Worker, workerData } from 'node:worker_threads';

class Posting {
  constructor(n) {
    this.n = n;
  }
}

if (isMainThread) {
  for (const name of ['indexer', 'mailer']) new Worker(new URL(import.meta.url), { name, workerData: name });
} else {
  const postings = new Map();
  let n = 0;
  let last;
  setInterval(() => {
    last = Array.from({ length: 20 }, (_, i) => new Posting(i));
    if (workerData === 'indexer') for (const posting of last) postings.set(++n, posting);
  }, 5);
}
setInterval(() => {}, 1000);
