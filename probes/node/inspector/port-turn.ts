import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';

/** Others are done within a tenth of a second each, unless their target is busy. */
const patience: Millis = 15_000;
const pollEvery: Millis = 10;

/**
 * Runs `work` while no other probe of this machine works on the same inspector port: two targets
 * that are signalled at the same moment would fight for it, and one would lose. The turn is an
 * abstract Unix socket (unix(7)): it belongs to the network namespace, as the port does, and is
 * given back when its owner ends, however that happens. An owner that holds it too long is not waited for,
 * because everybody can hold it. Other systems than Linux have no such sockets, and no turns.
 */
export async function inTurnForPort<T>(port: number, work: () => Promise<T>): Promise<T> {
  const turn = host.kernel && (await takeTurn(`\0heaptrail-inspector-${port}`));
  try {
    return await work();
  } finally {
    turn?.close();
  }
}

async function takeTurn(name: string): Promise<Server | undefined> {
  const deadline = Date.now() + patience;
  do {
    const turn = await listen(name);
    if (turn) return turn;
    await sleep(pollEvery);
  } while (Date.now() < deadline);
  return undefined;
}

function listen(name: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(name, () => resolve(server));
  });
}
