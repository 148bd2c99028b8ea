import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { nodeOptionsOf } from '../target/gate.ts';
import { listenSocketsOf } from '../target/listen-sockets.ts';
import { ageOfProcess } from '../target/target-process.ts';
import { DevtoolsConnection } from './devtools-connection.ts';
import { inspectorUrl } from './inspector-endpoint.ts';
import { inspectorOptions } from './inspector-options.ts';
import { isDismissed } from './standby.ts';
import { closeExpression } from './target-expressions.ts';

/**
 * Run as `close-late-inspector.js PID INODES` until the session of the probe stands. Where that never comes, closes the
 * inspector that the process opens next to the sockets it had.
 */

/** A blocked process may open its inspector at any time later; beyond this the answer to a signal is no longer ours. */
const patience: Millis = 600_000;
/** An inspector that moves to another port may open twice. */
const lookOnAfterClose: Millis = 2_000;
const lookEvery: Millis = 50;

const pid = Number(process.argv[2]);
const before = new Set((process.argv[3] ?? '').split(','));
const startedBefore = Date.now() - ageOfProcess(pid);

if (!(await isDismissed())) await closeWhenOpen();
process.exit();

async function closeWhenOpen(): Promise<void> {
  let deadline = Date.now() + patience;
  while (Date.now() < deadline && isSameProcess()) {
    if (await closeNewInspector()) deadline = Math.min(deadline, Date.now() + lookOnAfterClose);
    await sleep(lookEvery);
  }
}

function isSameProcess(): boolean {
  return Math.abs(Date.now() - ageOfProcess(pid) - startedBefore) < 1_000;
}

async function closeNewInspector(): Promise<boolean> {
  for (const socket of listenSocketsOf(pid).filter(({ inode }) => !before.has(inode))) {
    const url = await inspectorUrl(socket);
    if (url === undefined) continue;
    try {
      const devtools = await DevtoolsConnection.open(url, `process ${pid}`);
      const { port } = inspectorOptions(nodeOptionsOf(pid));
      const closed = new Promise((resolve) => devtools.closed.addEventListener('abort', resolve));
      devtools.send('Runtime.evaluate', { expression: closeExpression(port) }).catch(() => {});
      await Promise.race([closed, sleep(lookOnAfterClose)]);
      return true;
    } catch {
      // It closed by itself, or the process ended.
    }
  }
  return false;
}
