import { once } from 'node:events';
import ssh2 from 'ssh2';

/** SSH connections by key, one key per session of the agent. */
export class SshPool {
  clients = new Map();
  #config;
  #watchesClients;

  /** With `watchesClients` a connection that breaks leaves the pool; without, only `closeAll` empties it. */
  constructor(config, { watchesClients }) {
    this.#config = config;
    this.#watchesClients = watchesClients;
  }

  async acquire(sessionId) {
    const key = `${this.#config.host}#${sessionId}`;
    const connect = this.#watchesClients ? connectWatchedClient : connectClient;
    const client = await connect(this.#config, () => this.clients.delete(key));
    this.clients.set(key, { client, lastUsed: Date.now(), refs: 1 });
    return client;
  }

  async run(sessionId, command) {
    const client = await this.acquire(sessionId);
    const channel = await new Promise((resolve, reject) => {
      client.exec(command, (error, opened) => (error ? reject(error) : resolve(opened)));
    });
    let output = '';
    channel.on('data', (chunk) => {
      output += chunk;
    });
    await once(channel, 'close');
    return output;
  }

  closeAll() {
    for (const { client } of this.clients.values()) client.destroy();
    this.clients.clear();
  }
}

/**
 * The leaking connect. `once` forgets the first error and leaves nobody for a second one, which then ends the
 * process; and nobody listens for the close, so a dead client looks like a live one to the pool.
 */
function connectClient(config) {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    let settled = false;
    client.once('ready', () => {
      settled = true;
      resolve(client);
    });
    client.once('error', (error) => {
      if (settled) return;
      settled = true;
      reject(error);
    });
    client.connect(config);
  });
}

/**
 * The right connect: errors are heard for as long as the client lives, and its end is told to `forget`. Its close alone
 * would not do: Bun 1.3.14 may emit none if the other side hung up while the event loop stood still.
 */
function connectWatchedClient(config, forget) {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.once('ready', () => resolve(client));
    client.on('error', (error) => {
      client.destroy();
      reject(error);
    });
    client.once('end', forget);
    client.once('close', forget);
    client.connect(config);
  });
}
