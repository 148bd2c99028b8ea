import { parentPort } from 'node:worker_threads';
import { connectToBun, fromInside } from '../../bun/bun-connection.ts';
import { onLines } from '../../transport/lines.ts';
import { BunMainThreadSession } from './bun-main-thread-session.ts';
import { MainThreadCalls } from './main-thread-calls.ts';
import { serveProbe } from './probe-service.ts';

/** The thread of the probe inside a Bun: what only the main thread can tell, the main thread is asked. */
if (parentPort === null) throw new Error('this file is a worker thread of heaptrail/probe');
const calls = new MainThreadCalls(parentPort);

serveProbe({
  connect: () => connectToBun(process.pid, new BunMainThreadSession(calls), fromInside),
  relay: (socket) => {
    socket.on('error', () => {});
    onLines(socket, (line) => {
      void calls.answer(line).then((reply) => socket.writable && socket.write(`${JSON.stringify(reply)}\n`));
    });
  },
});
