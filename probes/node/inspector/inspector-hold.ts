import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';
import { ProbeError } from '../../probe-error.ts';
import { nodeOptionsOf } from '../../target/gate.ts';
import { socketInodes } from '../../target/listen-sockets.ts';
import { endsSoon } from '../../target/process-end.ts';
import { clusterWorkersOf } from '../../target/role.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import { evaluateWithModules } from './evaluate-with-modules.ts';
import { openSession } from './inspector-endpoint.ts';
import { inspectorOptions } from './inspector-options.ts';
import { sessionFunctions } from './inspector-sessions.ts';
import { InspectorWatchdog } from './inspector-watchdog.ts';
import { LateInspector } from './late-inspector.ts';
import { openByPort } from './open-by-port.ts';
import { awaitOwnInspector, inodesOf, type OpenInspector, openInspector } from './open-inspector.ts';
import { inTurnForPort } from './port-turn.ts';
import { SessionHeir } from './session-heir.ts';

/** After its last command the target closes its socket within milliseconds; a snapshot under way delays it. */
const closeTimeout: Millis = 10_000;
/** Each that fails means that another recording ended in just these milliseconds. */
const connectAttempts = 4;

/** A session with a process, and what it takes to leave the process as it was. */
export interface SessionHold {
  readonly devtools: DevtoolsSession;
  /** What had to be done differently, in words for the reader. */
  readonly notes: readonly string[];
  /** Whether what the console keeps meanwhile is kept for this session alone, and not for another client. */
  readonly ownsConsole: boolean;
  /** Never throws; gives notes on what could not be put back. */
  release(): Promise<readonly string[]>;
}

/**
 * The processes whose inspectors this program has open. A cluster's primary signals all its workers when its
 * own inspector opens; those that have one already take no notice.
 */
const held = new Set<number>();

/**
 * Opens the inspector of a process on a loopback port of its own, or joins one that is open.
 * From the signal on something closes it again if this program is killed: another process until the session
 * stands, then the target itself.
 * @throws ProbeError with the reason why it cannot be opened; the process is then as it was.
 */
export async function holdInspector(pid: number): Promise<SessionHold> {
  const { port } = inspectorOptions(nodeOptionsOf(pid));
  return await inTurnForPort(port, async () => {
    const late = await LateInspector.watchFor(pid);
    try {
      const hold = await connect(pid, port, late.before);
      late.settle();
      return hold;
    } catch (error) {
      late.leave(error);
      throw error;
    }
  });
}

/**
 * An inspector may close between its finding and our session: another recording that was the last of its time ended.
 * @param configured the port that its options name; 0 is any free one
 * @param untouched its listening sockets before it was signalled
 */
async function connect(
  pid: number,
  configured: number,
  untouched: ReadonlySet<string>,
): Promise<SessionHold> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await connectOnce(pid, configured, untouched);
    } catch (error) {
      const closed = error instanceof ProbeError && error.code === 'connection-closed';
      if (!closed || attempt === connectAttempts || (await endsSoon(pid))) throw error;
    }
  }
}

async function connectOnce(
  pid: number,
  configured: number,
  untouched: ReadonlySet<string>,
): Promise<SessionHold> {
  const found = await (host.kernel === undefined ? openByPort(pid) : openInspector(pid, untouched));
  const first = await openSession(pid, found.url);
  return await orClosed(first, async () => {
    if (!found.opened) return await joined(pid, found, first);
    const originalPort = configured === 0 ? 0 : found.socket.port;
    const { inspector, devtools, notes } = await onOwnPort(pid, found, originalPort, first);
    return await orClosed(devtools, async () => {
      if (!inspector.opened) return await joined(pid, inspector, devtools);
      return await owned(pid, inspector, originalPort, devtools, notes);
    });
  });
}

/** A session that comes to nothing must not be what a target waits for at its exit. */
async function orClosed<T>(devtools: DevtoolsConnection, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    void devtools.close();
    throw error;
  }
}

async function owned(
  pid: number,
  inspector: OpenInspector,
  originalPort: number,
  devtools: DevtoolsConnection,
  notes: readonly string[],
): Promise<SessionHold> {
  const { port } = inspector.socket;
  const watchdog = (await InspectorWatchdog.set(pid, devtools, port, originalPort))!;
  const heir = await SessionHeir.of(pid, devtools, port, watchdog.leaveExpression);
  held.add(pid);
  return {
    devtools,
    notes: [...notes, ...watchdog.notes],
    ownsConsole: true,
    release: () => {
      held.delete(pid);
      return close(pid, inspector, devtools, watchdog, heir);
    },
  };
}

/**
 * An inspector that another client opened stays open; leaving it ends V8's tracking of object ids. One that another
 * recording opened is closed by the last to leave.
 */
async function joined(
  pid: number,
  inspector: OpenInspector,
  devtools: DevtoolsConnection,
): Promise<SessionHold> {
  const { port } = inspector.socket;
  const watchdog = await InspectorWatchdog.set(pid, devtools, port);
  const heir = await SessionHeir.of(pid, devtools, port, watchdog?.leaveExpression);
  if (watchdog !== undefined) {
    return {
      devtools,
      notes: [sharedNote(port), ...watchdog.notes],
      ownsConsole: false,
      release: () => close(pid, inspector, devtools, watchdog, heir),
    };
  }
  return {
    devtools,
    notes: [`the inspector was already open on port ${port} and is left open`],
    ownsConsole: false,
    release: async () => {
      await leave(devtools, heir);
      return [];
    },
  };
}

function sharedNote(port: number): string {
  return `the inspector was already open on port ${port} for another recording: the last one to end closes it`;
}

async function leave(devtools: DevtoolsSession, heir: SessionHeir): Promise<void> {
  if (!(await fallsSilent(devtools))) return await heir.takeOver();
  await devtools.close();
  heir.dismiss();
}

/** Whether the target has said all that it was asked for: closing while it still writes can end it (`SessionHeir`). */
async function fallsSilent(devtools: DevtoolsSession): Promise<boolean> {
  return await devtools
    .send('HeapProfiler.disable', undefined, closeTimeout)
    .then(() => true)
    .catch((error: ProbeError) => error.code !== 'target-silent');
}

interface Connected {
  readonly inspector: OpenInspector;
  readonly devtools: DevtoolsConnection;
  readonly notes: readonly string[];
}

/**
 * Every Node process opens its inspector on the same port, unless its options ask for any free one. Moving ours to a free one lets other
 * probes and debuggers attach to other processes meanwhile. Closing the inspector drops the session
 * that asks for it, so there is a reply only if that did not work.
 */
async function onOwnPort(
  pid: number,
  found: OpenInspector,
  originalPort: number,
  first: DevtoolsConnection,
): Promise<Connected> {
  if (originalPort === 0) return { inspector: found, devtools: first, notes: [] };
  if (clusterWorkersOf(pid).some((worker) => !held.has(worker))) {
    return { inspector: found, devtools: first, notes: [heldForCluster(found)] };
  }
  // Where it would be then is not known without a list of its sockets.
  if (host.kernel === undefined) return { inspector: found, devtools: first, notes: [stayedNote(found)] };
  const before = inodesOf(pid);
  const stays = await evaluateWithModules(
    first,
    { expression: reopenExpression(originalPort), returnByValue: true, silent: true },
    answerTimeout,
  )
    .then(({ result }) => (result.value === shared ? shared : 'stayed'))
    .catch((error: ProbeError) => error.code === 'target-silent' && 'stayed');
  if (stays === shared) return { inspector: { ...found, opened: false }, devtools: first, notes: [] };
  if (stays) return { inspector: found, devtools: first, notes: [stayedNote(found)] };
  const moved = (await awaitOwnInspector(pid, before)) ?? (await openInspector(pid));
  return {
    inspector: { ...moved, opened: true },
    devtools: await openSession(pid, moved.url),
    notes: [],
  };
}

/** The answers of a target whose inspector another recording uses, and of one that is at its exit. */
const shared = 'shared';
const exiting = 'exiting';

/**
 * Keeps to itself that the inspector opens again: a cluster's primary would open those of its workers. Whichever process
 * is killed from here on, the inspector closes: the list of its sessions begins in the same turn, and waits for ours.
 */
const reopenExpression = (originalPort: number) => `(() => {
  // At its exit a process waits for this session to leave, and would wait forever if its inspector went first.
  if (process._exiting) return '${exiting}';
  ${sessionFunctions(originalPort)}
  if (listOfNow()?.isHeld()) return '${shared}';
  const own = Object.getOwnPropertyDescriptor(process, 'emit');
  const { emit } = process;
  process.emit = function (name, message) {
    const opens = name === 'internalMessage' && message?.cmd === 'NODE_DEBUG_ENABLED';
    return opens ? false : Reflect.apply(emit, this, arguments);
  };
  try {
    process._debugEnd();
    inspector.open(0, '127.0.0.1');
  } finally {
    if (own) Object.defineProperty(process, 'emit', own);
    else delete process.emit;
  }
  beginList();
})()`;

/** While this port is taken, workers that their primary signalled cannot open inspectors that nobody would close. */
function heldForCluster({ socket }: OpenInspector): string {
  return (
    `the inspector stays on port ${socket.port} while it is recorded: the process is the primary of a cluster ` +
    'and tells its workers to open theirs there (--tree records them as well)'
  );
}

function stayedNote({ socket }: OpenInspector): string {
  return `the inspector could not be moved off port ${socket.port}: during the recording, no other process could open one there`;
}

/**
 * Closes what was opened and looks whether it is closed. Closing the inspector also ends V8's tracking
 * of object ids, which slows down allocation.
 */
async function close(
  pid: number,
  { socket }: OpenInspector,
  devtools: DevtoolsSession,
  watchdog: InspectorWatchdog,
  heir: SessionHeir,
): Promise<readonly string[]> {
  // Drops this session without a reply, also in a loop that computes.
  const inUse = new Promise<'in use'>((resolve) => {
    if (devtools.closed.aborted) return;
    watchdog.close().then(
      (closes) => {
        if (!closes) resolve('in use');
      },
      () => {},
    );
  });
  const gone = host.kernel === undefined ? sessionGone(devtools) : portGone(pid, socket.inode);
  const end = await Promise.race([gone, inUse]);
  if (end === 'in use') {
    await leave(devtools, heir);
    return [
      `another client is connected to the inspector of process ${pid}: it stays open on port ${socket.port} until that client disconnects`,
    ];
  }
  if (end) {
    // A process at its exit closes the port as well, and waits for its sessions to leave.
    await devtools.close();
    heir.dismiss();
    return [];
  }
  await heir.takeOver();
  return [`the inspector of process ${pid} stays open on port ${socket.port} until the process answers`];
}

/** On a system that does not show the port: closing the inspector ends the session without a reply. */
async function sessionGone(devtools: DevtoolsSession): Promise<boolean> {
  const deadline = Date.now() + closeTimeout;
  while (!devtools.closed.aborted) {
    if (Date.now() > deadline) return false;
    await sleep(5);
  }
  return true;
}

async function portGone(pid: number, inode: string): Promise<boolean> {
  const deadline = Date.now() + closeTimeout;
  // It closes with its descriptor. To list what listens takes the kernel some milliseconds, so that is not asked here.
  while (socketInodes(pid).has(inode)) {
    if (Date.now() > deadline) return false;
    await sleep(5);
  }
  return true;
}
