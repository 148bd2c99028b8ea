import type { Socket } from 'node:net';
import { connectToProbe } from '../transport/connect-to-probe.ts';
import { DevtoolsSession } from '../transport/devtools-session.ts';
import { closedError } from '../transport/inspector-calls.ts';
import { onLines } from '../transport/lines.ts';
import { ownsConsole } from './console-entries.ts';
import type { SessionHold } from './inspector/inspector-hold.ts';

/**
 * Joins the probe that a process carries itself (`node --import heaptrail/probe`), or gives undefined if it carries
 * none. No inspector is opened then, and closing the socket leaves nothing behind, also if we are killed.
 */
export async function joinProbe(pid: number): Promise<SessionHold | undefined> {
  const socket = await connectToProbe(pid);
  // A probe that does not answer must not stand in the way of the inspector.
  if (socket === undefined) return undefined;
  const devtools = new ProbeSocketSession(socket, `process ${pid}`);
  try {
    return await holdOf(devtools);
  } catch (error) {
    await devtools.close();
    throw error;
  }
}

async function holdOf(devtools: DevtoolsSession): Promise<SessionHold> {
  return {
    devtools,
    notes: [],
    ownsConsole: await ownsConsole(devtools),
    release: async () => {
      await devtools.close();
      return [];
    },
  };
}

class ProbeSocketSession extends DevtoolsSession {
  readonly #socket: Socket;

  constructor(socket: Socket, peer: string) {
    super();
    this.#socket = socket;
    onLines(socket, (line) => this.receive(line));
    socket.on('close', () => this.end(closedError(peer, 'its probe went away', 'attach')));
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
