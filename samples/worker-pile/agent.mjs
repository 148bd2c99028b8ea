import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';

const options = agentOptions({ pace: 50 });
const turnsPerTask = 60;

const tools = new ToolCache();

/** Each task gets a thread of its own, which waits for a second message that never comes. */
async function runTask(task) {
  const worker = new Worker(new URL('./task.mjs', import.meta.url), { workerData: task });
  await once(worker, 'message');
  if (options.fixed) await worker.terminate();
}

runAgent({
  options,
  async operation(turn) {
    tools.readForTurn(turn);
    if (turn % turnsPerTask === 0) await runTask(turn);
  },
});
