import type { Socket } from 'node:net';
import type { Bytes } from '../../format/units.ts';
import { closedError } from '../inspector-calls.ts';
import { JscSession } from './jsc-session.ts';

const headerLength: Bytes = 4;

/** A session over a socket that the target dialled: each message is its length (uint32, big-endian) and JSON. */
export class FramedSession extends JscSession {
  readonly #socket: Socket;
  #header = Buffer.alloc(0);
  /** Bytes of the message under way that have not come yet. */
  #missing: Bytes = 0;

  constructor(socket: Socket, peer: string) {
    super();
    this.#socket = socket;
    socket.on('data', (bytes) => this.#read(bytes));
    // `close` always follows and carries the news; without a listener the error would be thrown.
    socket.on('error', () => {});
    socket.on('close', () => this.end(closedError(peer, 'its socket', 'record it')));
  }

  protected transmit(message: string): void {
    const body = Buffer.from(message);
    const frame = Buffer.allocUnsafe(headerLength + body.length);
    frame.writeUInt32BE(body.length);
    body.copy(frame, headerLength);
    this.#socket.write(frame);
  }

  #read(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; ) {
      at = this.#missing === 0 ? this.#readHeader(bytes, at) : this.#readBody(bytes, at);
    }
  }

  #readHeader(bytes: Buffer, start: number): number {
    const end = Math.min(bytes.length, start + headerLength - this.#header.length);
    this.#header = Buffer.concat([this.#header, bytes.subarray(start, end)]);
    if (this.#header.length === headerLength) {
      this.#missing = this.#header.readUInt32BE();
      this.#header = Buffer.alloc(0);
    }
    return end;
  }

  #readBody(bytes: Buffer, start: number): number {
    const end = Math.min(bytes.length, start + this.#missing);
    this.#missing -= end - start;
    this.receive(bytes.subarray(start, end), this.#missing === 0);
    return end;
  }

  async close(): Promise<void> {
    if (this.closed.aborted) return;
    const closed = new Promise((resolve) => this.closed.addEventListener('abort', resolve, { once: true }));
    this.#socket.destroy();
    await closed;
  }
}
