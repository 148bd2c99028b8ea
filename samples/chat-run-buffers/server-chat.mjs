import { clearAgentRunContext, nextSequence } from './agent-events.mjs';

const minimumMillisBetweenDeltas = 150;

/** Turns the events of a run into broadcasts to the chat's clients: merged text while it streams, again at its end. */
export function createChatEmitter({ chatRunState, broadcast, clearSequences }) {
  return {
    emitChatDelta(clientRunId, delta) {
      const seq = nextSequence(clientRunId);
      const merged = appendUniqueSuffix(chatRunState.rawBuffers.get(clientRunId) ?? '', delta);
      chatRunState.rawBuffers.set(clientRunId, merged);
      chatRunState.buffers.set(clientRunId, merged);

      const now = Date.now();
      const last = chatRunState.deltaSentAt.get(clientRunId) ?? 0;
      if (now - last < minimumMillisBetweenDeltas) return;
      chatRunState.deltaSentAt.set(clientRunId, now);
      chatRunState.deltaLastBroadcastLen.set(clientRunId, merged.length);
      broadcast('chat', { runId: clientRunId, seq, state: 'delta', text: merged });
    },

    emitChatFinal(clientRunId) {
      const text = chatRunState.buffers.get(clientRunId) ?? '';
      const seq = nextSequence(clientRunId);
      chatRunState.clear(clientRunId);
      clearAgentRunContext(clientRunId, { withSequence: clearSequences });
      broadcast('chat', { runId: clientRunId, seq, state: 'final', text });
    },
  };
}

function appendUniqueSuffix(previous, delta) {
  return previous.endsWith(delta) ? previous : previous + delta;
}
