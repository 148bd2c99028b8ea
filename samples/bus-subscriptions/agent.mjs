import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { publish } from './bus.mjs';
import { Instance } from './instance.mjs';

const options = agentOptions();
const turnsPerReload = 2;
const tools = new ToolCache();
let instance = startInstance(0);

function startInstance(turn) {
  const plugins = ['format', 'share', 'notify'].map((name) => ({
    name: `${name}@${turn}`,
    settings: { types: ['message.updated', 'session.idle', `turn.${turn}`] },
  }));
  return new Instance({ plugins }, { unsubscribe: options.fixed });
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    publish('message.updated', { turn });
    if (turn % turnsPerReload === 0) {
      instance.dispose();
      instance = startInstance(turn);
    }
  },
  close: () => instance.dispose(),
});
