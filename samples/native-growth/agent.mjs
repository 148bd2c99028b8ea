import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { setEnvironment } from './environment.mjs';
import { runHook } from './hooks.mjs';

const options = agentOptions();
const turnsPerHook = 50;
const contextLength = 28_000;

const tools = new ToolCache();
const transcript = 'the user asked, the agent answered; '.repeat(800).slice(0, contextLength);

/**
 * Hooks read the turn from an environment variable. Setting one calls setenv(3), and glibc never
 * frees the value it replaces, as other code may still hold a pointer to it: each turn's context stays outside
 * the JavaScript heap forever. Giving the environment to the child alone leaves this process untouched.
 */
function environmentForHooks(turn) {
  const context = `${turn} ${transcript}`;
  if (options.fixed) return { ...process.env, AGENT_TURN_CONTEXT: context };
  setEnvironment('AGENT_TURN_CONTEXT', context);
  return process.env;
}

runAgent({
  options,
  async operation(turn) {
    tools.readForTurn(turn);
    const environment = environmentForHooks(turn);
    if (turn % turnsPerHook === 0) await runHook(environment);
  },
});
