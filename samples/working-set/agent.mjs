import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { TurnContext } from './turn-context.mjs';

const options = agentOptions();
const tools = new ToolCache();
const longestTurn = 40;

let context = new TurnContext();
let stepsLeft = longestTurn;

runAgent({
  options,
  operation(step) {
    tools.readForTurn(step);
    context.readMore(step);
    stepsLeft -= 1;
    if (stepsLeft > 0) return;
    // Turns differ in length, so that no two captures meet the same moment of a turn.
    context.prompt();
    context = new TurnContext();
    stepsLeft = longestTurn - (step % 13);
  },
});
