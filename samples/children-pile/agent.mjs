import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { startShell } from './shell.mjs';

const options = agentOptions({ pace: 800 });
const mostLost = 100;

const tools = new ToolCache();
// Only pids, for the clean end: the agent itself has lost these children.
const lostPids = [];

/** Every turn uses two shells: one to run in, one to look at the result. */
function runTurn() {
  const runs = startShell();
  const looks = startShell();
  runs.kill();
  if (options.fixed) {
    looks.kill();
  } else {
    lostPids.push(looks.pid);
  }
}

runAgent({
  options,
  warmUp: 8,
  operation(turn) {
    tools.readForTurn(turn);
    if (lostPids.length < mostLost) runTurn();
  },
  close() {
    for (const pid of lostPids) endProcess(pid);
  },
});

function endProcess(pid) {
  try {
    process.kill(pid);
  } catch {
    // It has ended by itself.
  }
}
