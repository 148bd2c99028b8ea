import { randomUUID } from 'node:crypto';
import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { clearAgentRunContext, registerAgentRun } from './agent-events.mjs';
import { createChatRunState } from './chat-run-state.mjs';
import { createChatEmitter } from './server-chat.mjs';
import { startMaintenance } from './server-maintenance.mjs';

const options = agentOptions();
const deltasPerRun = 40;
const deltaLength = 200;

const tools = new ToolCache();
const chatRunState = createChatRunState();
const clients = [{ lastBytes: 0 }];
const chat = createChatEmitter({
  chatRunState,
  clearSequences: options.fixed,
  broadcast(event, payload) {
    const frame = JSON.stringify({ event, payload });
    for (const client of clients) client.lastBytes = frame.length;
  },
});
const maintenance = options.fixed ? startMaintenance(chatRunState) : undefined;

/** Three runs of ten lose their model: the request times out and no lifecycle event ever says so. */
function losesItsModel(turn) {
  return turn % 10 < 3;
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    const clientRunId = randomUUID();
    registerAgentRun(clientRunId, { sessionKey: `session-${turn % 8}`, turn });
    for (let part = 0; part < deltasPerRun; part += 1) {
      chat.emitChatDelta(clientRunId, `part ${part} `.padEnd(deltaLength, 'and so the answer goes on '));
    }
    if (losesItsModel(turn)) {
      clearAgentRunContext(clientRunId, { withSequence: false });
      return;
    }
    chat.emitChatFinal(clientRunId);
  },
  close: () => clearInterval(maintenance),
});
