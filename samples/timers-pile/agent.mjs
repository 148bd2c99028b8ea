import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { Session } from './session.mjs';

const options = agentOptions();
const tools = new ToolCache();

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    const session = new Session(`session-${turn}`);
    session.say(`hello from ${session.id}`);
    if (options.fixed) session.dispose();
  },
});
