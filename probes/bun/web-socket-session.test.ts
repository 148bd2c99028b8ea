import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type WebSocket from 'ws';
import { WebSocketServer } from 'ws';
import { WebSocketSession } from './web-socket-session.ts';

/** What an inspector answers that does not behave. */

let server: WebSocketServer;
let session: WebSocketSession;
let peer: WebSocket;
beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const connected = once(server, 'connection') as Promise<[WebSocket]>;
  session = await WebSocketSession.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, 'it');
  [peer] = await connected;
});
afterEach(async () => {
  await session.close();
  server.close();
});

function snapshotReply(id: number, classes: readonly string[]): string {
  const header = { version: 3, type: 'Inspector', nodeClassNames: classes, edgeTypes: [], edgeNames: [] };
  const snapshotData = JSON.stringify({ nodes: [1, 2, 3, 4], edges: [], ...header }).padEnd(300);
  return JSON.stringify({ result: { timestamp: 1, snapshotData }, id });
}

it.each([
  ['is cut off', '{"result":{"result":{"type":"num'],
  ['is no object', '7'],
  ['is a snapshot that is cut off', snapshotReply(1, ['a']).slice(0, 350)],
])('ends with a clear error, and lets the connection go, when a message %s', async (_, message) => {
  const closed = once(peer, 'close');
  const answer = expect(session.send('Heap.enable', undefined)).rejects.toMatchObject({
    code: 'protocol-failed',
    message: expect.stringContaining('a message that cannot be read'),
  });
  peer.send(message);
  await answer;
  await closed;
  expect(session.closed.aborted).toBe(true);
});

it('takes no earlier snapshot, which Bun 1.3 may send again, for the one that it waits for', async () => {
  const snapshots = [session.takeSnapshot(() => {}), session.takeSnapshot(() => {})];
  peer.send(snapshotReply(1, ['first']));
  peer.send(snapshotReply(1, ['first']));
  peer.send(JSON.stringify({ method: 'Heap.garbageCollected', params: {} }));
  peer.send(snapshotReply(2, ['second']));
  const [first, second] = await Promise.all(snapshots);
  expect(first!.nodeClassNames).toEqual(['first']);
  expect(second!.nodeClassNames).toEqual(['second']);
  expect(second!.nodes.length).toBe(4);
});

it('tells of a refused snapshot in the words of the target', async () => {
  const snapshot = session.takeSnapshot(() => {});
  peer.send(JSON.stringify({ id: 1, error: { message: 'not now' } }));
  await expect(snapshot).rejects.toMatchObject({ code: 'protocol-failed' });
});
