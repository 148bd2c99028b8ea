import type { Socket } from 'node:net';
import WebSocket from 'ws';
import type { Bytes, Millis } from '../../format/units.ts';
import { closedError } from '../transport/inspector-calls.ts';
import { OnePiece } from '../transport/one-piece.ts';
import { JscSession } from './jsc-session.ts';

/** Above what the target itself survives to send. */
const largestMessage: Bytes = 512 << 20;
const connectTimeout: Millis = 5_000;
/** Without it, the target's event loop would turn for as long as we are connected. */
const headers = { 'Ref-Event-Loop': '0' };

/** A session over a WebSocket to the inspector that the target itself opened. */
export class WebSocketSession extends JscSession {
  readonly #socket: WebSocket;
  readonly #piece = new OnePiece();

  private constructor(socket: WebSocket, peer: string) {
    super();
    this.#socket = socket;
    socket.on('message', (data) => this.receive(data as Buffer, true));
    socket.once('upgrade', (response: { readonly socket: Socket }) => this.#piece.over(response.socket));
    // `close` always follows and carries the news; without a listener the error would be thrown.
    socket.on('error', () => {});
    socket.on('close', (code) => this.end(closedError(peer, `code ${code}`, 'record it')));
  }

  /**
   * @param over a socket that is connected already
   * @throws ProbeError `connection-closed` if nobody answers as an inspector.
   */
  static async open(url: string, peer: string, over?: Socket): Promise<WebSocketSession> {
    const socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      maxPayload: largestMessage,
      handshakeTimeout: connectTimeout,
      ...(over === undefined ? {} : { createConnection: () => over }),
    });
    const session = new WebSocketSession(socket, peer);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      session.closed.addEventListener('abort', () => reject(session.closed.reason), { once: true });
    });
    return session;
  }

  protected transmit(message: string): void {
    this.#piece.begin();
    this.#socket.send(message);
  }

  protected drop(): void {
    this.#socket.terminate();
  }

  async close(): Promise<void> {
    if (this.closed.aborted) return;
    const closed = new Promise((resolve) => this.closed.addEventListener('abort', resolve, { once: true }));
    this.#socket.close();
    await closed;
  }
}
