import { clearAgentRunContext } from './agent-events.mjs';

const sweepEvery = 200;
const stuckRunMillis = 500;

/** Clears runs that sent nothing for too long, whether or not anybody aborted them. */
export function startMaintenance(chatRunState) {
  return setInterval(() => {
    const oldest = Date.now() - stuckRunMillis;
    for (const [clientRunId, sentAt] of chatRunState.deltaSentAt) {
      if (sentAt >= oldest) continue;
      chatRunState.clear(clientRunId);
      clearAgentRunContext(clientRunId, { withSequence: true });
    }
  }, sweepEvery);
}
