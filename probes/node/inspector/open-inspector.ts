import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { ListenSocket } from '../../host/host.ts';
import { ProbeError, systemErrorCode } from '../../probe-error.ts';
import { awaitSignalHandler, nodeOptionsOf, requireProbeable, targetGone } from '../../target/gate.ts';
import {
  listenSocketsInNetworkOf,
  listenSocketsOf,
  ownerOfSocket,
  socketInodes,
} from '../../target/listen-sockets.ts';
import { endsSoon, isRunning } from '../../target/process-end.ts';
import { inspectorUrl } from './inspector-endpoint.ts';
import { inspectorOptions } from './inspector-options.ts';
import { portsInSession } from './session-heir.ts';
import { unlisted } from './unlisted.ts';

/** An inspector of a live process that accepts connections. */
export interface OpenInspector {
  readonly url: string;
  readonly socket: ListenSocket;
  /** False if it was open before us: then it is not ours to close. */
  readonly opened: boolean;
}

const pollEvery: Millis = 5;
/** An idle process opens its inspector within 40 ms of the signal; one that computes takes longer. */
const openTimeout: Millis = 4_000;
/** On a busy machine one that is open may not answer at once. */
const firstAnswerTimeout: Millis = 15_000;
/** How long a process may need to try the port, once it is known that it may fail. */
const takenTimeout: Millis = 500;
/** Another probe holds the shared port for a tenth of a second; a debugger holds it for good. */
const portTimeout: Millis = 10_000;
/** Two probes may find the port free at the same moment; only one target gets it. */
const signalAttempts = 4;

/**
 * Finds the process's inspector, or opens it with SIGUSR1 once that is known to be safe.
 * @param untouched its listening sockets before heaptrail signalled it for the first time
 * @throws ProbeError with the reason why it cannot be opened; the process is then as it was.
 */
export async function openInspector(
  pid: number,
  untouched: ReadonlySet<string> = inodesOf(pid),
): Promise<OpenInspector> {
  requireProbeable(pid);
  const { port, opensAtStart, listed } = inspectorOptions(nodeOptionsOf(pid));
  if (!listed) throw unlisted(pid);
  const inSession = portsInSession(pid);
  const mayBeOpen = (socket: ListenSocket) =>
    inSession.has(socket.port) || (port === 0 ? opensAtStart && isLoopback(socket) : socket.port === port);
  const already = await inspectorAmong(pid, listenSocketsOf(pid).filter(mayBeOpen));
  if (already) return { ...already, opened: !untouched.has(already.socket.inode) };
  // What had an inspector from its start and has none now is about to end, unless it closed it itself.
  if (opensAtStart && (await endsSoon(pid))) throw targetGone(pid, 'before its inspector was found');
  await awaitSignalHandler(pid);
  const before = inodesOf(pid);
  const opened = await openBySignal(pid, port, before);
  if (opened) return { ...opened, opened: true };
  // The signal does nothing if the program opened its inspector itself, on a port that only it knows.
  const hidden = await inspectorAmong(pid, listenSocketsOf(pid).filter(isLoopback));
  if (hidden) return { ...hidden, opened: !untouched.has(hidden.socket.inode) };
  throw notOpened(pid);
}

type Endpoint = Omit<OpenInspector, 'opened'>;

async function openBySignal(
  pid: number,
  port: number,
  before: ReadonlySet<string>,
): Promise<Endpoint | undefined> {
  let found: Endpoint | 'port-taken' | 'closed' | undefined;
  for (let attempt = 0; attempt < signalAttempts; attempt += 1) {
    await awaitFreePort(pid, port);
    const present = listenSocketsOf(pid);
    signalInspector(pid);
    found = await awaitNewInspector(pid, before, present, port);
    // A signal that was taken and opened nothing, though nobody was in the way, is not sent again.
    if (found !== 'port-taken' && found !== 'closed') return found;
  }
  if (found === 'port-taken') throw portTaken(pid, port);
  return undefined;
}

function signalInspector(pid: number): void {
  try {
    process.kill(pid, 'SIGUSR1');
  } catch (error) {
    if (systemErrorCode(error) === 'ESRCH') throw targetGone(pid, 'before it could be probed');
    throw error;
  }
}

export function inodesOf(pid: number): ReadonlySet<string> {
  return new Set(listenSocketsOf(pid).map((socket) => socket.inode));
}

/**
 * The inspector that appears among the process's listening sockets. Comparing inodes keeps our HTTP
 * request away from the ports of the program itself. `port-taken` if none appeared and another
 * process was seen on `port` meanwhile; `closed` if a socket went that may have been an inspector, for whose sake the
 * signal did nothing.
 *
 * @param present its sockets at the signal
 */
async function awaitNewInspector(
  pid: number,
  before: ReadonlySet<string>,
  present: readonly ListenSocket[],
  port: number,
): Promise<Endpoint | 'port-taken' | 'closed' | undefined> {
  let seen = present;
  let taken = false;
  const begun = Date.now();
  const isOpening = () => seen.some((socket) => socket.port === port && !before.has(socket.inode));
  while (Date.now() < begun + (isOpening() ? firstAnswerTimeout : openTimeout)) {
    taken ||= holderOfPort(pid, port) !== undefined;
    const open = listenSocketsOf(pid);
    const found = await findNewInspector(pid, before, open);
    if (found) return found;
    if (hasClosedOne(seen, open) && isRunning(pid)) return 'closed';
    seen = open;
    if (taken && Date.now() > begun + takenTimeout) break;
    await sleep(pollEvery);
  }
  return taken ? 'port-taken' : undefined;
}

/** Inspectors listen on loopback. */
function hasClosedOne(seen: readonly ListenSocket[], open: readonly ListenSocket[]): boolean {
  const inodes = new Set(open.map(({ inode }) => inode));
  return seen.some((socket) => isLoopback(socket) && !inodes.has(socket.inode));
}

/** The inspector that the process opens by itself next to the sockets it had `before`. */
export async function awaitOwnInspector(
  pid: number,
  before: ReadonlySet<string>,
): Promise<Endpoint | undefined> {
  const deadline = Date.now() + openTimeout;
  while (Date.now() < deadline) {
    const found = await findNewInspector(pid, before, listenSocketsOf(pid));
    if (found) return found;
    await sleep(pollEvery);
  }
  return undefined;
}

async function findNewInspector(
  pid: number,
  before: ReadonlySet<string>,
  open: readonly ListenSocket[],
): Promise<Endpoint | undefined> {
  const found = await inspectorAmong(
    pid,
    open.filter((socket) => !before.has(socket.inode)),
  );
  if (!found && !isRunning(pid)) throw targetGone(pid, 'while its inspector opened');
  return found;
}

async function inspectorAmong(pid: number, sockets: readonly ListenSocket[]): Promise<Endpoint | undefined> {
  for (const socket of sockets) {
    const url = await inspectorUrl(pid, socket);
    if (url !== undefined) return { url, socket };
  }
  return undefined;
}

async function awaitFreePort(pid: number, port: number): Promise<void> {
  const deadline = Date.now() + portTimeout;
  while (holderOfPort(pid, port)) {
    if (Date.now() > deadline) throw portTaken(pid, port);
    await sleep(pollEvery);
  }
}

/** The socket of another process on the port where this one would open its inspector. */
function holderOfPort(pid: number, port: number): ListenSocket | undefined {
  if (port === 0) return undefined;
  const sockets = listenSocketsInNetworkOf(pid).filter(
    (socket) => socket.port === port && coversIpv4(socket),
  );
  // Read after the list: a socket that the process opened in between would pass for that of another process.
  const own = socketInodes(pid);
  return sockets.find((socket) => !own.has(socket.inode));
}

/** An inspector listens on IPv4 unless told otherwise; `::` takes the IPv4 port as well. */
function coversIpv4({ family, address }: ListenSocket): boolean {
  return family === 4 || address === '0:0:0:0:0:0:0:0';
}

function isLoopback({ address }: ListenSocket): boolean {
  return address.startsWith('127.') || address === '0:0:0:0:0:0:0:1';
}

function portTaken(pid: number, port: number): ProbeError {
  const socket = holderOfPort(pid, port);
  const owner = socket && ownerOfSocket(socket.inode);
  return new ProbeError(
    'inspector-port-taken',
    `process ${pid} opens its inspector on port ${port}, but ` +
      (owner === undefined
        ? 'another process already listens there'
        : `process ${owner} already listens there`),
    'stop that process, or start the program with --inspect-port=PORT',
  );
}

function notOpened(pid: number): ProbeError {
  return new ProbeError(
    'inspector-not-opened',
    `process ${pid} took SIGUSR1 but opened no inspector. Either a handler of its own ran instead ` +
      '(a SIGUSR1 listener, --heapsnapshot-signal): then its work, such as a CPU profile, a report or a reload, ' +
      'has started. Or its main thread is blocked: then the inspector opens when the thread is free',
    'check what the program does on SIGUSR1, and undo it if needed; to attach without a signal, start it with ' +
      '--inspect=127.0.0.1:0 or --import heaptrail/probe',
  );
}
