import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';

const options = agentOptions({ pace: 50 });
const threads = 4;
const turnsPerJob = 10;
const firstJob = 2_000_000;
/** A conversation gets longer with every job, and so does what it takes for a moment. */
const moreEachJob = options.fixed ? 0 : 400_000;

const tools = new ToolCache();
const workers = Array.from({ length: threads }, () => new Worker(new URL('./worker.mjs', import.meta.url)));
let jobs = 0;

/** The next thread does the job, and frees all that it took but for a small result. */
async function summarize() {
  const worker = workers[jobs % threads];
  worker.postMessage({ bytes: firstJob + moreEachJob * jobs });
  jobs += 1;
  await once(worker, 'message');
}

runAgent({
  options,
  async operation(turn) {
    tools.readForTurn(turn);
    if (turn % turnsPerJob === 0) await summarize();
  },
  close: () => Promise.all(workers.map((worker) => worker.terminate())),
});
