import { subscribeAll } from './bus.mjs';
import { AsyncQueue } from './queue.mjs';

const heartbeatEvery = 10_000;

/** Sends every event of the bus to one connection until that connection is aborted. */
export async function streamEvents(stream, { capacity }) {
  const q = new AsyncQueue({ capacity });
  const heartbeat = setInterval(
    () => q.push(JSON.stringify({ type: 'server.heartbeat', properties: {} })),
    heartbeatEvery,
  );
  const unsubscribe = subscribeAll((event) => q.push(JSON.stringify(event)));
  const stop = () => {
    clearInterval(heartbeat);
    unsubscribe();
    q.close();
  };
  stream.onAbort(stop);
  try {
    for await (const data of q) {
      if (data === null) return;
      // For a peer that stopped reading this never settles, and `stop` is never reached.
      await stream.writeSSE({ data });
    }
  } finally {
    stop();
  }
}
