import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { ResponseCache } from './response-cache.mjs';

const options = agentOptions({ pace: 50 });
const bodySizes = [32 * 1024, 48 * 1024];

const tools = new ToolCache();
const cache = new ResponseCache(options.fixed ? { limit: 16 } : {});

/** The body of a response, in memory of its own as a socket would deliver it. */
function download(turn) {
  const body = Buffer.allocUnsafeSlow(bodySizes[turn % bodySizes.length]);
  return body.fill(turn % 256);
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    cache.store(`request-${turn}`, download(turn));
  },
});
