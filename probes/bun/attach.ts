import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import type { ProcessConnection } from '../connection.ts';
import type { ListenSocket } from '../host/host.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';
import { tellingItsEnd } from '../target/end-told.ts';
import { requireJavaScript, targetGone } from '../target/gate.ts';
import { listenSocketsOf } from '../target/listen-sockets.ts';
import { isRunning } from '../target/process-end.ts';
import { authorityOf } from '../target/socket-authority.ts';
import { ageOfProcess, type TargetProcess } from '../target/target-process.ts';
import { socketInNetworkOf } from '../transport/target-network.ts';
import { connectToBun, fromInside } from './bun-connection.ts';
import { type InspectorAddress, inspectorAddress } from './inspector-address.ts';
import { ProbeSession } from './probe-session.ts';
import { WebSocketSession } from './web-socket-session.ts';

/** How long after its start a process may still be opening its inspector. */
const startUp: Millis = 5_000;
const pollEvery: Millis = 20;

/**
 * Attaches to a live Bun process whose inspector listens, or else to the probe that it carries itself. Bun cannot be made to open one later: SIGUSR1 and SIGUSR2
 * end it, so no signal is ever sent.
 * @param notes to keep of an inspector that listens
 * @throws ProbeError with the reason why it cannot be attached, and what to set at its next start
 */
export async function attachToBun(
  pid: number,
  notes: readonly string[] = ['the inspector was already open and is left open'],
): Promise<ProcessConnection> {
  const target = requireJavaScript(pid);
  return await tellingItsEnd(pid, 'while it was being attached', () => attach(target, notes));
}

async function attach(target: TargetProcess, notes: readonly string[]): Promise<ProcessConnection> {
  const { pid } = target;
  const address = addressOf(pid);
  if (address.kind === 'listens') {
    const session = await openSession(target, address);
    return await connectToBun(pid, session, { notes });
  }
  const probe = await ProbeSession.open(pid);
  if (probe === undefined) throw notPrepared(target, address);
  return await connectToBun(pid, probe, fromInside);
}

function addressOf(pid: number): InspectorAddress {
  const [, ...args] = host.processes.wordsOf(pid) ?? [];
  const environment = host.processes.environmentOf(pid).map((entry): [string, string] => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  return inspectorAddress(args, new Map(environment));
}

type ListeningAddress = InspectorAddress & { readonly kind: 'listens' };

/** The inspector is opened by another thread, which may come after the program's first lines. */
async function openSession(target: TargetProcess, address: ListeningAddress): Promise<WebSocketSession> {
  const { pid } = target;
  for (;;) {
    const session = await tryToOpen(pid, address);
    if (session !== undefined) return session;
    if (!isRunning(pid)) throw targetGone(pid, 'while it was being attached');
    if (ageOfProcess(pid) > startUp) throw notOpened(pid, address);
    await sleep(pollEvery);
  }
}

/** Tries the process's own listening sockets, and none but those that its inspector may have. */
async function tryToOpen(
  pid: number,
  { port, path }: ListeningAddress,
): Promise<WebSocketSession | undefined> {
  const sockets = socketsOf(pid, port).filter((socket) => port === 0 || socket.port === port);
  for (const socket of sockets) {
    const authority = authorityOf(socket);
    const over = await socketInNetworkOf(pid, authority);
    const session = await WebSocketSession.open(`ws://${authority}${path}`, `process ${pid}`, over).catch(
      () => undefined,
    );
    if (session !== undefined) return session;
  }
  return undefined;
}

/** Without a list of them, the port that was asked for. */
function socketsOf(pid: number, port: number): readonly ListenSocket[] {
  if (host.kernel !== undefined) return listenSocketsOf(pid);
  return port === 0 ? [] : [{ inode: '', family: 4, address: '127.0.0.1', port }];
}

function notOpened(pid: number, { port }: ListeningAddress): ProbeError {
  return new ProbeError(
    'inspector-not-opened',
    `process ${pid} was started with an inspector on ${port === 0 ? 'a free port' : `port ${port}`} but does not answer there: ` +
      'the port was already taken, or the program closed the inspector',
    prepare,
  );
}

const prepare =
  'restart it with `heaptrail record -- COMMAND`, or set BUN_INSPECT=ws://127.0.0.1:0/SECRET in its environment ' +
  '(SECRET is a path that only you know) and attach again';

const whyNot: Readonly<Record<Exclude<InspectorAddress['kind'], 'listens'>, string>> = {
  none: 'was started without an inspector',
  dials: 'was started with BUN_INSPECT_CONNECT_TO, which connects once, at startup, to another client',
  secret: 'was started with an inspector on a random path that Bun printed only to its stderr',
};

function notPrepared({ pid, version }: TargetProcess, { kind }: InspectorAddress): ProbeError {
  if (kind === 'listens') throw new TypeError('a listening inspector is no refusal');
  return new ProbeError(
    'bun-not-prepared',
    `process ${pid} runs Bun${version === undefined ? '' : ' ' + version} and ${whyNot[kind]}: ` +
      'a running Bun cannot open its inspector, and no signal was sent, because it would end the process',
    prepare,
  );
}
