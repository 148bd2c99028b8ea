import { connect, type Socket } from 'node:net';
import type { Millis } from '../../format/units.ts';
import { onLines } from '../in-process/lines.ts';
import { privateSocketPattern } from '../in-process/private-socket.ts';
import { closedError } from '../inspector-calls.ts';
import { unixSocketsOf } from '../target/unix-sockets.ts';
import { DevtoolsSession } from './devtools-session.ts';
import type { SessionHold } from './inspector-hold.ts';

const connectTimeout: Millis = 2_000;

/**
 * Joins the probe that a process carries itself (`node --import heaptrail/probe`), or gives undefined where it carries
 * none. No inspector is opened then, and closing the socket leaves nothing behind, also where we are killed.
 */
export async function joinProbe(pid: number): Promise<SessionHold | undefined> {
  const path = unixSocketsOf(pid).find((each) => privateSocketPattern.test(each));
  if (path === undefined) return undefined;
  try {
    // Through the process's own root, which in a container is not ours.
    const devtools = await ProbeSocketSession.open(`/proc/${pid}/root${path}`, `process ${pid}`);
    return {
      devtools,
      notes: [],
      release: async () => {
        await devtools.close();
        return [];
      },
    };
  } catch {
    // A probe that does not answer must not stand in the way of the inspector.
    return undefined;
  }
}

class ProbeSocketSession extends DevtoolsSession {
  readonly #socket: Socket;

  private constructor(socket: Socket, peer: string) {
    super();
    this.#socket = socket;
    onLines(socket, (line) => this.receive(line));
    socket.on('error', () => {});
    socket.on('close', () => this.end(closedError(peer, 'its probe went away', 'attach')));
  }

  static async open(path: string, peer: string): Promise<ProbeSocketSession> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
      socket.setTimeout(connectTimeout, () => socket.destroy(new Error('no answer in time')));
    });
    socket.setTimeout(0);
    return new ProbeSocketSession(socket, peer);
  }

  protected transmit(message: string): void {
    this.#socket.write(`${message}\n`);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async close(): Promise<void> {
    if (this.closed.aborted) return;
    const closed = new Promise((resolve) => this.closed.addEventListener('abort', resolve, { once: true }));
    this.#socket.destroy();
    await closed;
  }
}
