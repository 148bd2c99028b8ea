import { setMaxListeners } from 'node:events';
import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';

const options = agentOptions();
const tools = new ToolCache();
const shutdown = new AbortController();
// The warning about too many listeners was silenced long ago, as it so often is.
setMaxListeners(0, shutdown.signal);

/** A model request that can be cancelled by the shutdown of the whole agent. */
class ModelRequest {
  constructor(turn, signal) {
    this.messages = [{ role: 'user', content: `turn ${turn}: `.padEnd(400, 'please go on ') }];
    this.cancelled = false;
    this.signal = signal;
    this.onAbort = () => {
      this.cancelled = true;
    };
    signal.addEventListener('abort', this.onAbort);
  }

  async complete() {
    await Promise.resolve();
    return this.messages.map(({ content }) => content.length);
  }

  dispose() {
    this.signal.removeEventListener('abort', this.onAbort);
  }
}

runAgent({
  options,
  async operation(turn) {
    tools.readForTurn(turn);
    const request = new ModelRequest(turn, shutdown.signal);
    await request.complete();
    if (options.fixed) request.dispose();
  },
  close: () => shutdown.abort(),
});
