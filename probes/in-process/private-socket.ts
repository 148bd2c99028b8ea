import { lstatSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Where the probe of a process listens: in a folder that only its user can enter. Whoever looks for it finds its path
 * in `/proc/PID/net/unix`.
 */
export function privateSocketPath(pid: number): string {
  return path.join(tmpdir(), `heaptrail-${process.getuid?.() ?? 0}`, `probe-${pid}.sock`);
}

/** What the path of such a socket looks like. */
export const privateSocketPattern = /\/heaptrail-\d+\/probe-\d+\.sock$/;

/**
 * Makes the folder, and room for the socket: an earlier process with this pid may have left one.
 * @throws Error where somebody else has the folder
 */
export function prepareSocketFolder(socket: string): void {
  const folder = path.dirname(socket);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error(`${folder} is open to others: heaptrail attach cannot use this process's probe`);
  }
  rmSync(socket, { force: true });
}
