import { connect, type Socket } from 'node:net';
import type { Millis } from '../../format/units.ts';
import { host } from '../host/this-host.ts';
import { privateSocketOf } from './private-socket.ts';

const connectTimeout: Millis = 2_000;

/** A socket to the probe that a process carries itself; undefined if it carries none, or none that answers. */
export async function connectToProbe(pid: number): Promise<Socket | undefined> {
  const path = privateSocketOf(pid);
  if (path === undefined) return undefined;
  // Through the process's own root, which in a container is not ours.
  const socket = connect(host.processes.pathSeenBy(pid, path));
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    // Stays, so that no error of the socket is thrown later.
    socket.on('error', () => resolve(false));
    socket.setTimeout(connectTimeout, () => {
      socket.destroy();
      resolve(false);
    });
  });
  socket.setTimeout(0);
  return opened ? socket : undefined;
}
