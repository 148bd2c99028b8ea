/** Numbers the events of every run. The numbers outlive the run unless its context is cleared with `withSequence`. */
const seqByRun = new Map();
const runContextById = new Map();

export function registerAgentRun(runId, context) {
  runContextById.set(runId, context);
}

export function nextSequence(runId) {
  const seq = (seqByRun.get(runId) ?? 0) + 1;
  seqByRun.set(runId, seq);
  return seq;
}

export function clearAgentRunContext(runId, { withSequence }) {
  runContextById.delete(runId);
  if (withSequence) seqByRun.delete(runId);
}
