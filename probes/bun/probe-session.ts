import type { Socket } from 'node:net';
import { connectToProbe } from '../transport/connect-to-probe.ts';
import { closedError } from '../transport/inspector-calls.ts';
import { onLines } from '../transport/lines.ts';
import { JscSession } from './jsc-session.ts';

/**
 * A session with the probe that a Bun carries itself (`bun --preload heaptrail/probe`): a message is a line. It answers
 * `Runtime.evaluate` alone, as nothing inside a Bun reaches its own inspector.
 */
export class ProbeSession extends JscSession {
  readonly #socket: Socket;

  private constructor(socket: Socket, peer: string) {
    super();
    this.#socket = socket;
    onLines(socket, (line) => this.receive(Buffer.from(line), true));
    socket.on('close', () => this.end(closedError(peer, 'its probe went away', 'attach')));
  }

  /** Undefined if the process carries no probe, or none that answers. */
  static async open(pid: number): Promise<ProbeSession | undefined> {
    const socket = await connectToProbe(pid);
    return socket === undefined ? undefined : new ProbeSession(socket, `process ${pid}`);
  }

  protected transmit(message: string): void {
    this.#socket.write(`${message}\n`);
  }

  protected drop(): void {
    this.#socket.destroy();
  }

  async close(): Promise<void> {
    if (this.closed.aborted) return;
    const closed = new Promise((resolve) => this.closed.addEventListener('abort', resolve, { once: true }));
    this.#socket.destroy();
    await closed;
  }
}
