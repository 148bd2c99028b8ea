import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { ListenSocket } from '../../host/host.ts';
import { host } from '../../host/this-host.ts';
import { nodeOptionsOf } from '../../target/gate.ts';
import { listenSocketsOf } from '../../target/listen-sockets.ts';
import { ageOfProcess } from '../../target/target-process.ts';
import { evaluateWithModules } from './evaluate-with-modules.ts';
import { inspectorUrl, openSession } from './inspector-endpoint.ts';
import { inspectorOptions } from './inspector-options.ts';
import { closeIfAloneExpression } from './inspector-sessions.ts';
import { dismissal } from './late-helpers.ts';
import { loopback } from './open-by-port.ts';
import { isDismissed } from './standby.ts';

/**
 * Run as `close-late-inspector.js PID INODES` until the session of the probe stands. Where that never comes, closes the
 * inspector that the process opens next to the sockets it had.
 */

/** A blocked process may open its inspector at any time later; beyond this the answer to a signal is no longer ours. */
const patience: Millis = 600_000;
/** A user who opened it connects within this, and stays. */
const grace: Millis = 2_000;
const connectedFor: Millis = 500;
/** An inspector that moves to another port may open twice. */
const lookOnAfterClose: Millis = 2_000;
const lookEvery: Millis = 50;

const pid = Number(process.argv[2]);
const { ownPid } = host.processes.identityOf(pid);
const before = new Set((process.argv[3] ?? '').split(','));
const startedBefore = Date.now() - ageOfProcess(pid);

// A new attach to the process takes care of its inspector itself.
let tookOver = false;
process.on(dismissal, () => {
  if (tookOver) process.exit();
});

if (!(await isDismissed())) {
  tookOver = true;
  await closeWhenOpen();
}
process.exit();

async function closeWhenOpen(): Promise<void> {
  let deadline = Date.now() + patience;
  while (Date.now() < deadline && isSameProcess()) {
    const end = await closeNewInspector();
    if (end === 'in use') return;
    if (end === 'closed') deadline = Math.min(deadline, Date.now() + lookOnAfterClose);
    await sleep(lookEvery);
  }
}

function isSameProcess(): boolean {
  return Math.abs(Date.now() - ageOfProcess(pid) - startedBefore) < 1_000;
}

/** Without a list of its sockets, who answers on its port is asked. */
function newSockets(): readonly ListenSocket[] {
  if (host.kernel === undefined) return [loopback(inspectorOptions(nodeOptionsOf(pid)).port)];
  return listenSocketsOf(pid).filter(({ inode }) => !before.has(inode));
}

async function closeNewInspector(): Promise<'closed' | 'in use' | undefined> {
  for (const socket of newSockets()) {
    const url = await inspectorUrl(pid, socket);
    if (url === undefined) continue;
    if (await isInUse(socket.port)) return 'in use';
    try {
      const devtools = await openSession(pid, url);
      const { port } = inspectorOptions(nodeOptionsOf(pid));
      const closed = new Promise((resolve) => devtools.closed.addEventListener('abort', resolve));
      const stays = evaluateWithModules(devtools, {
        expression: closeIfAloneExpression(ownPid, socket.port, port),
        returnByValue: true,
      }).then(
        ({ result }) => result.value === false,
        () => false,
      );
      const inUse = await Promise.race([stays, closed.then(() => false), sleep(lookOnAfterClose, false)]);
      return inUse ? 'in use' : 'closed';
    } catch {
      // It closed by itself, or the process ended.
    }
  }
  return undefined;
}

/** None also on a system that does not show them. */
function clientsAt(port: number): number {
  return host.kernel?.connectionsAt(pid, port) ?? 0;
}

/** Whether a client comes and stays: a debugger of a user who asked for the inspector as we did. */
async function isInUse(port: number): Promise<boolean> {
  let since: number | undefined;
  for (const deadline = Date.now() + grace; since !== undefined || Date.now() < deadline; ) {
    if (clientsAt(port) === 0) since = undefined;
    else since ??= Date.now();
    if (since !== undefined && Date.now() - since > connectedFor) return true;
    await sleep(lookEvery);
  }
  return false;
}
