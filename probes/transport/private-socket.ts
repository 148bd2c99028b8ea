import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identityOf, type ProcessIdentity } from '../target/process-identity.ts';

/**
 * Where the probe of a process listens: in a folder that only its user can enter, under a name that no other process of
 * this machine has. Containers that share the folder have equal pids, and must not take each other's socket. A client
 * finds its path in `/proc/PID/net/unix`.
 */
export function privateSocketPath(): string {
  const name = socketName(identityOf('self'));
  return path.join(tmpdir(), `heaptrail-${process.getuid?.() ?? 0}`, name);
}

function socketName({ ownPid, pidNamespace, startTicks }: ProcessIdentity): string {
  return `probe-${ownPid}-${numberIn(pidNamespace)}-${startTicks ?? 0}.sock`;
}

/** `pid:[4026531836]`: the number in it. */
function numberIn(namespace: string | undefined): string {
  return /\d+/.exec(namespace ?? '')?.[0] ?? '0';
}

/** What the path of such a socket looks like. */
export const privateSocketPattern = /\/heaptrail-\d+\/probe-\d+-\d+-\d+\.sock$/;

/**
 * Makes the folder, and clears what earlier processes of this pid left in it when they were killed.
 * @throws Error if the folder belongs to another user
 */
export function prepareSocketFolder(socket: string): void {
  const folder = path.dirname(socket);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error(`${folder} is open to others: heaptrail attach cannot use this process's probe`);
  }
  // Of the same pid in the same namespace only one process lives: this one.
  const own = path.basename(socket).replace(/\d+\.sock$/, '');
  for (const name of readdirSync(folder)) {
    if (name.startsWith(own)) rmSync(path.join(folder, name), { force: true });
  }
}
