import { parentPort } from 'node:worker_threads';

/**
 * The environment of a worker thread is its own copy, in memory of the C library: what is set is allocated by
 * this thread, and what is deleted is freed. So it stands for what an addon allocates on a thread.
 */
const environment = process.env;
const text = 'a conversation, summarized '.repeat(1_500);
const resultSize = 12_000;
const resultsPerJob = 3;
const mostResults = 6;
const results = [];
let made = 0;

parentPort.on('message', ({ bytes }) => {
  const scratch = allocate(bytes);
  // Allocated last, the results lie behind everything else: what is freed before them cannot be given back.
  for (let result = 0; result < resultsPerJob; result += 1) {
    made += 1;
    results.push(set(`RESULT_${made}`, resultSize));
  }
  for (const name of scratch) delete environment[name];
  while (results.length > mostResults) delete environment[results.shift()];
  parentPort.postMessage('done');
});

/** Blocks of many sizes, as parsers and codecs ask for them. */
function allocate(bytes) {
  const names = [];
  for (let taken = 0, block = 0; taken < bytes; block += 1) {
    const size = 2_000 + ((block * 7_919) % 30_000);
    names.push(set(`BLOCK_${block}`, size));
    taken += size;
  }
  return names;
}

function set(name, size) {
  environment[name] = text.slice(0, size);
  return name;
}
