import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { Compressors } from '../zlib-streams/compressors.mjs';

const options = agentOptions({ pace: 50 });
const clients = 300;
/** Those who stay are spread over the memory of those who leave. */
const clientsPerStayer = 12;
const peakTurn = 10;

const tools = new ToolCache();
const compressors = new Compressors();
const message = Buffer.from('the agent answered; '.repeat(200));

/** All come at once after a restart, each gets a stream, and most leave again. One after the other, they need no more than one. */
async function reconnect() {
  const leaves = (client) => client % clientsPerStayer !== 0;
  for (let client = 0; client < clients; client += 1) {
    await compressors.compress(client, message);
    if (options.fixed && leaves(client)) compressors.close(client);
  }
  for (let client = 0; client < clients; client += 1) if (leaves(client)) compressors.close(client);
}

runAgent({
  options,
  async operation(turn) {
    tools.readForTurn(turn);
    if (turn === peakTurn) await reconnect();
  },
});
