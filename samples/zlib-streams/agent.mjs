import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { Compressors } from './compressors.mjs';

const options = agentOptions({ pace: 50 });
const turnsPerClient = 4;

const tools = new ToolCache();
const compressors = new Compressors();
const message = Buffer.from('the agent answered; '.repeat(200));

runAgent({
  options,
  async operation(turn) {
    tools.readForTurn(turn);
    if (turn % turnsPerClient !== 0) return;
    const client = `client-${turn}`;
    await compressors.compress(client, message);
    // The client has left. What belongs to it lives on until it is closed.
    if (options.fixed) compressors.close(client);
  },
});
