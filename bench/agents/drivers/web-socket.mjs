import { once } from 'node:events';
import WebSocket from 'ws';

/** A client's connection; `closed` resolves when both sides know of its end. */
export async function connectSocket(url, protocols = [], options = {}) {
  const socket = new WebSocket(url, protocols, { handshakeTimeout: 30_000, ...options });
  await once(socket, 'open');
  socket.on('error', () => {});
  const closed = once(socket, 'close');
  return Object.assign(socket, { closed });
}
