import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Millis } from '../../format/units.ts';
import { host } from '../host/this-host.ts';
import { listenSocketsOf } from '../target/listen-sockets.ts';
import type { TargetProcess } from '../target/target-process.ts';

/**
 * What makes every Bun that is started with it, or below it, open its inspector: on a free port of loopback, and on a
 * path that only this user can read. The other way, BUN_INSPECT_CONNECT_TO, is of no use before Bun 1.4: there it
 * loses bytes of every message that it sends while another one waits.
 */
export async function inspectorEnvironment(): Promise<Readonly<Record<string, string>>> {
  // Which port a process took is not shown everywhere.
  const port = host.kernel === undefined ? await freePort() : 0;
  return { BUN_INSPECT: `ws://127.0.0.1:${port}/${randomUUID()}` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A Bun that runs a program listens this long after its start at the latest; one that only runs a script never does. */
const inspectorStart: Millis = 1_500;

/**
 * Whether a process may be the program that was started with that environment.
 * @param above what runs JavaScript above it, or was found before it
 */
export function runsTheProgram(target: TargetProcess, above: readonly TargetProcess[]): boolean {
  if (target.runtime === 'bun') return host.kernel === undefined || listenSocketsOf(target.pid).length > 0;
  return above.every(
    ({ runtime, startedAt }) => runtime !== 'bun' || Date.now() - startedAt > inspectorStart,
  );
}
