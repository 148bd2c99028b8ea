import { once } from 'node:events';
import { Writable } from 'node:stream';

/**
 * The server's end of one event stream. Where the peer no longer reads, its kernel buffers fill and a write
 * never completes: the connection looks open, no error and no close ever comes.
 */
export class Connection extends Writable {
  #peerReads;
  #onAbort = [];

  constructor({ peerReads }) {
    super({ decodeStrings: true });
    this.#peerReads = peerReads;
  }

  _write(_chunk, _encoding, done) {
    if (this.#peerReads) done();
  }

  async writeSSE({ data }) {
    if (!this.write(`data: ${data}\n\n`)) await once(this, 'drain');
  }

  onAbort(listener) {
    this.#onAbort.push(listener);
  }

  abort() {
    for (const listener of this.#onAbort.splice(0)) listener();
    this.destroy();
  }
}
