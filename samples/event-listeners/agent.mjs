import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { SessionHub } from './session-hub.mjs';

const options = agentOptions();
const tools = new ToolCache();
const hub = new SessionHub();

function handleRequest(request) {
  const replies = [];
  const onMessage = (message) => {
    if (message.sessionId === request.sessionId) replies.push(message.text);
  };
  hub.on('message', onMessage);
  hub.deliver(request.sessionId, `answer to ${request.id}`);
  if (options.fixed) hub.off('message', onMessage);
  return replies;
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    handleRequest({
      id: `request-${turn}`,
      sessionId: `session-${turn}`,
      headers: { accept: 'application/json' },
    });
  },
});
