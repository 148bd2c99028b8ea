import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { Approvals } from './approvals.mjs';

const options = agentOptions();
const answerWithin = 300;

const tools = new ToolCache();
const approvals = new Approvals(options.fixed ? { timeout: answerWithin } : {});
const outcomes = { allowed: 0, refused: 0 };

async function runTool(requestId) {
  const plan = {
    requestId,
    steps: [1, 2, 3].map((step) => ({ step, command: `make step-${step} of ${requestId}` })),
  };
  const allowed = await approvals.ask(requestId);
  outcomes[allowed ? 'allowed' : 'refused'] += plan.steps.length;
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    runTool(`answered-${turn}`);
    approvals.answer(`answered-${turn}`, true);
    // The user has left for good: nobody will answer this one.
    runTool(`unanswered-${turn}`);
  },
});
