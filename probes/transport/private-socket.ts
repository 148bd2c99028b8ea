import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProcessIdentity } from '../host/host.ts';
import { host } from '../host/this-host.ts';

/**
 * Where the probe of a process listens: in a folder that only its user can enter, under a name that no other process of
 * this machine has. Containers that share the folder have equal pids, and must not take each other's socket.
 */
export function privateSocketPath(): string {
  const name = socketName(host.processes.identityOf('self'));
  return path.join(socketFolder(), name);
}

function socketFolder(): string {
  return path.join(tmpdir(), `heaptrail-${process.getuid?.() ?? 0}`);
}

function socketName({ ownPid, pidNamespace, startTicks }: ProcessIdentity): string {
  return `probe-${ownPid}-${numberIn(pidNamespace)}-${startTicks ?? 0}.sock`;
}

/** `pid:[4026531836]`: the number in it. */
function numberIn(namespace: string | undefined): string {
  return /\d+/.exec(namespace ?? '')?.[0] ?? '0';
}

/** What the path of such a socket looks like. */
const privateSocketPattern = /\/heaptrail-\d+\/probe-\d+-\d+-\d+\.sock$/;

/** The one of a process, as the process calls it. A host that does not show whose sockets are open looks where it would be. */
export function privateSocketOf(pid: number): string | undefined {
  if (host.kernel !== undefined) {
    return host.kernel.unixSocketsOf(pid).find((each) => privateSocketPattern.test(each));
  }
  const expected = path.join(socketFolder(), socketName(host.processes.identityOf(pid)));
  return existsSync(expected) ? expected : undefined;
}

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
