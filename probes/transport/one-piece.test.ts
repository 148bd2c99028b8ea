import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { OnePiece } from './one-piece.ts';

it('sends what is said in one go in one write, and the rest in another', async () => {
  const server = createServer((peer) => peer.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as { port: number }).port, '127.0.0.1');
  await once(socket, 'connect');
  const writes = countWrites(socket);
  const piece = new OnePiece();
  piece.over(socket);
  const say = (text: string) => {
    piece.begin();
    socket.write(text);
  };
  say('count');
  say('snapshot');
  say('count');
  await Promise.resolve();
  expect(writes()).toEqual([3]);
  say('later');
  await new Promise((resolve) => setImmediate(resolve));
  expect(writes()).toEqual([3, 1]);
  socket.destroy();
  server.close();
});

/** How many messages each write to the system had. */
function countWrites(socket: Socket): () => readonly number[] {
  const sizes: number[] = [];
  const { _write: one, _writev: many } = socket;
  socket._write = (...args) => {
    sizes.push(1);
    one.apply(socket, args);
  };
  socket._writev = (chunks, done) => {
    sizes.push(chunks.length);
    many?.call(socket, chunks, done);
  };
  return () => sizes;
}
