import { setTimeout as sleep } from 'node:timers/promises';
import { maskedArguments } from '../../format/masked-arguments.ts';
import type { ProcessDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type { ProcessConnection } from '../connection.ts';
import { type OpenInspector, openInspector } from '../node/inspector/open-inspector.ts';
import { NodeConnection, type NodeMeans } from '../node/node-connection.ts';
import { tellingItsEnd } from '../target/end-told.ts';
import { requireJavaScript, targetGone } from '../target/gate.ts';
import { listenSocketsOf } from '../target/listen-sockets.ts';
import { describeProcess } from '../target/target-process.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { DevtoolsConnection } from '../transport/devtools-connection.ts';
import { loadModules } from './load-modules.ts';

/**
 * What a Deno bears of what a Node does. Its checks of types are written in JavaScript, which the walker of visits does
 * not trust; and to read the options of the program, Deno asks its user for a permission.
 */
export const denoMeans: NodeMeans = { visits: false, flags: false };

/**
 * Attaches to a live Deno process: SIGUSR1 opens its inspector, as in Node, and `detach` closes it again.
 * @throws ProbeError with the reason why it cannot be attached
 */
export async function attachToDeno(pid: number): Promise<ProcessConnection> {
  requireJavaScript(pid);
  return await tellingItsEnd(pid, 'while it was being attached', () => attach(pid));
}

async function attach(pid: number): Promise<ProcessConnection> {
  const inspector = await openInspector(pid);
  const devtools = await DevtoolsConnection.open(inspector.url, `process ${pid}`);
  try {
    await loadModules(devtools);
    await devtools.send('HeapProfiler.enable', undefined, answerTimeout);
    if (inspector.opened) await closeWithSession(devtools);
    const { port } = inspector.socket;
    const notes = inspector.opened ? [] : [sharedInspectorNote(port)];
    const release = () => leave(pid, inspector, devtools);
    const hold = { devtools, notes, ownsConsole: inspector.opened, release };
    return await NodeConnection.create(describe(pid), hold, {}, denoMeans);
  } catch (error) {
    await leave(pid, inspector, devtools);
    throw error;
  }
}

function describe(pid: number): ProcessDescription {
  const seen = describeProcess(pid);
  if (seen === undefined) throw targetGone(pid, 'while it was being attached');
  const { executable = '', command, startedAt, version = '?' } = seen;
  return {
    pid,
    runtime: 'deno',
    version,
    executable,
    command: maskedArguments(command),
    startedAt,
    platform: process.platform,
    architecture: process.arch,
  };
}

const objectGroup = 'heaptrail-inspector';
const closeInspector = "process.getBuiltinModule('inspector').close()";
const lookEvery: Millis = 1_000;

/** Nothing but our session keeps that object: after a collection without the session, the inspector is closed. */
const closeWithSessionExpression = `(() => {
  const ofSession = {};
  const session = new WeakRef(ofSession);
  const timer = process.getBuiltinModule('timers').setInterval(() => {
    if (session.deref() !== undefined) return;
    clearInterval(timer);
    ${closeInspector};
  }, ${lookEvery});
  timer.unref();
  ofSession.stop = () => clearInterval(timer);
  return ofSession;
})()`;

async function closeWithSession(devtools: DevtoolsConnection): Promise<void> {
  await devtools.send(
    'Runtime.evaluate',
    { expression: closeWithSessionExpression, objectGroup, silent: true },
    answerTimeout,
  );
}

const closeTimeout: Millis = 5_000;
const pollEvery: Millis = 20;

/** An inspector that was open before stays so. Never throws. */
async function leave(
  pid: number,
  { opened, socket }: OpenInspector,
  devtools: DevtoolsConnection,
): Promise<readonly string[]> {
  if (opened && !devtools.closed.aborted) {
    // It closes without an answer, and with all its sessions.
    void devtools.send('Runtime.evaluate', { expression: closeInspector, silent: true }).catch(() => {});
    await closedOrLate(devtools);
  }
  await devtools.close();
  if (!opened) return [];
  const deadline = Date.now() + closeTimeout;
  const isOpen = () => listenSocketsOf(pid).some(({ inode }) => inode === socket.inode);
  while (isOpen() && Date.now() < deadline) await sleep(pollEvery);
  return isOpen() ? [staysOpenNote(pid, socket.port)] : [];
}

async function closedOrLate({ closed }: DevtoolsConnection): Promise<void> {
  if (closed.aborted) return;
  const isClosed = new Promise((resolve) => closed.addEventListener('abort', resolve, { once: true }));
  await Promise.race([isClosed, sleep(closeTimeout, undefined, { ref: false })]);
}

/** Of an inspector that another client may use. */
function sharedInspectorNote(port: number): string {
  return `the inspector was already open on port ${port}; it stays open`;
}

function staysOpenNote(pid: number, port: number): string {
  return `process ${pid} did not close its inspector on port ${port} of its loopback: it closes when the process ends`;
}
