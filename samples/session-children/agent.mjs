import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { SessionRegistry } from './session-registry.mjs';

const options = agentOptions({ pace: 800 });
const mostSessions = 160;

const tools = new ToolCache();
const sessions = new SessionRegistry({ endChildren: options.fixed });

runAgent({
  options,
  warmUp: 8,
  operation(turn) {
    tools.readForTurn(turn);
    if (sessions.size >= mostSessions) return;
    const sessionId = `session-${turn}`;
    sessions.start(sessionId);
    sessions.end(sessionId);
  },
  close: () => sessions.stopAll(),
});
