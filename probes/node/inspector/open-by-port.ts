import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { ListenSocket } from '../../host/host.ts';
import { ProbeError } from '../../probe-error.ts';
import { awaitSignalHandler, nodeOptionsOf, requireProbeable, targetGone } from '../../target/gate.ts';
import { isRunning } from '../../target/process-end.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import { DevtoolsConnection } from '../../transport/devtools-connection.ts';
import { inspectorUrl } from './inspector-endpoint.ts';
import { inspectorOptions } from './inspector-options.ts';
import type { OpenInspector } from './open-inspector.ts';
import { unlisted } from './unlisted.ts';

const pollEvery: Millis = 50;
/** As `open-inspector.ts`: one that computes takes longer. */
const openTimeout: Millis = 4_000;
const portTimeout: Millis = 10_000;
/** As there: two probes may find the port free at the same moment. */
const signalAttempts = 4;

/** Who answers as an inspector on a port of loopback. */
interface Answer {
  readonly url: string;
  readonly pid: number;
}

/**
 * Opens the inspector of a process on a system that does not show whose sockets are open: who answers on the port is asked
 * for its pid.
 * @throws ProbeError with the reason why it cannot be opened; the process is then as it was.
 */
export async function openByPort(pid: number): Promise<OpenInspector> {
  requireProbeable(pid);
  const { port, listed } = inspectorOptions(nodeOptionsOf(pid));
  if (!listed) throw unlisted(pid);
  if (port === 0) throw unknownPort(pid);
  for (let attempt = 1; ; attempt += 1) {
    const open = await awaitFreePort(pid, port);
    if (open !== undefined) return { url: open.url, socket: loopback(port), opened: attempt > 1 };
    await awaitSignalHandler(pid);
    askToOpen(pid);
    const answer = await awaitAnswer(pid, port);
    if (answer.pid === pid) return { url: answer.url, socket: loopback(port), opened: true };
    // It got the port in the same moment, and may be done with it soon.
    if (attempt === signalAttempts) throw portTaken(pid, port, answer.pid);
  }
}

export function loopback(port: number): ListenSocket {
  return { inode: String(port), family: 4, address: '127.0.0.1', port };
}

/** The inspector of this process, if it is open; waits while another process has the port. */
async function awaitFreePort(pid: number, port: number): Promise<Answer | undefined> {
  const deadline = Date.now() + portTimeout;
  for (;;) {
    const answer = await answerOn(pid, port);
    if (answer === undefined || answer.pid === pid) return answer;
    if (Date.now() > deadline) throw portTaken(pid, port, answer.pid);
    await sleep(pollEvery);
  }
}

/** Of the first that answers there. */
async function awaitAnswer(pid: number, port: number): Promise<Answer> {
  const deadline = Date.now() + openTimeout;
  while (Date.now() < deadline) {
    const answer = await answerOn(pid, port);
    if (answer !== undefined) return answer;
    if (!isRunning(pid)) throw targetGone(pid, 'while its inspector opened');
    await sleep(pollEvery);
  }
  throw notOpened(pid, port);
}

async function answerOn(pid: number, port: number): Promise<Answer | undefined> {
  const url = await inspectorUrl(pid, loopback(port));
  if (url === undefined) return undefined;
  const devtools = await DevtoolsConnection.open(url, `port ${port}`).catch(() => undefined);
  if (devtools === undefined) return undefined;
  try {
    const { result } = await devtools.send(
      'Runtime.evaluate',
      { expression: 'process.pid', returnByValue: true, silent: true },
      answerTimeout,
    );
    return { url, pid: Number(result.value) };
  } catch {
    return undefined;
  } finally {
    await devtools.close();
  }
}

/** Node's own way: SIGUSR1, and on Windows a thread that it starts in the process. */
function askToOpen(pid: number): void {
  try {
    (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);
  } catch (error) {
    throw new ProbeError(
      'inspector-not-opened',
      `process ${pid} could not be asked to open its inspector: ${error instanceof Error ? error.message : String(error)}`,
      'start it with --inspect=127.0.0.1:9229, and attach again',
      { cause: error },
    );
  }
}

function unknownPort(pid: number): ProbeError {
  return new ProbeError(
    'inspector-not-opened',
    `process ${pid} opens its inspector on a free port, and this system does not show which one`,
    'attach by the address that it printed (`heaptrail attach ws://…`), or start it with --inspect-port=9229',
  );
}

function portTaken(pid: number, port: number, owner: number): ProbeError {
  return new ProbeError(
    'inspector-port-taken',
    `process ${pid} opens its inspector on port ${port}, but process ${owner} already listens there`,
    `close that inspector, or start the program with --inspect-port=${port + 1}`,
  );
}

function notOpened(pid: number, port: number): ProbeError {
  return new ProbeError(
    'inspector-not-opened',
    `process ${pid} was asked to open its inspector, but does not answer on port ${port}. Either another program listens ` +
      'there, or a handler of its own took the signal, or its main thread is blocked: then the inspector opens when the ' +
      'thread is free',
    'check what the program does on SIGUSR1, and undo it if needed; to attach without a signal, start it with ' +
      `--inspect=127.0.0.1:${port} or --import heaptrail/probe`,
  );
}
