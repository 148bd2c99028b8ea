/** What the gateway keeps of every streaming run, by run id, until that run ends. */
export function createChatRunState() {
  const rawBuffers = new Map();
  const buffers = new Map();
  const deltaSentAt = new Map();
  const deltaLastBroadcastLen = new Map();

  return {
    rawBuffers,
    buffers,
    deltaSentAt,
    deltaLastBroadcastLen,
    clear(clientRunId) {
      rawBuffers.delete(clientRunId);
      buffers.delete(clientRunId);
      deltaSentAt.delete(clientRunId);
      deltaLastBroadcastLen.delete(clientRunId);
    },
  };
}
