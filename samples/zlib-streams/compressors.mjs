import { once } from 'node:events';
import { constants, createDeflateRaw } from 'node:zlib';

/** One deflate stream for each client, as permessage-deflate of WebSockets keeps it between messages. */
export class Compressors {
  #streams = new Map();

  async compress(client, message) {
    const stream = this.#streamOf(client);
    const compressed = once(stream, 'data');
    stream.write(message);
    stream.flush(constants.Z_SYNC_FLUSH);
    const [data] = await compressed;
    return data;
  }

  close(client) {
    this.#streams.get(client)?.close();
    this.#streams.delete(client);
  }

  #streamOf(client) {
    const known = this.#streams.get(client);
    if (known !== undefined) return known;
    const stream = createDeflateRaw();
    this.#streams.set(client, stream);
    return stream;
  }
}
