import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { HeapCaptures } from './heap-captures.ts';
import { WebSocketSession } from './web-socket-session.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const snapshotData = JSON.stringify({
  version: 3,
  type: 'Inspector',
  nodes: [0, 0, 0, 0, 1, 64, 1, 2],
  nodeClassNames: ['<root>', 'GlobalObject'],
  edges: [0, 1, 0, 0],
  edgeTypes: ['Internal', 'Property', 'Index', 'Variable'],
  edgeNames: [],
}).padEnd(300);

/** Captures the heap of an inspector that forgets the first handles that it gave, so many times. */
async function captureFrom(forgets: number, name: string): Promise<unknown> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  let refusals = 0;
  server.on('connection', (socket) => {
    socket.on('message', (text) => {
      const { id, method } = JSON.parse(String(text)) as { id: number; method: string };
      const isForgotten = method === 'Runtime.callFunctionOn' && refusals++ < forgets;
      const result =
        method === 'Heap.snapshot' ? { snapshotData } : { result: { type: 'object', objectId: '1' } };
      const error = { message: 'Could not find object with given id' };
      socket.send(JSON.stringify(isForgotten ? { error, id } : { result, id }));
    });
  });
  const session = await WebSocketSession.open(
    `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    'it',
  );
  const file = path.join(scratch.path, name);
  try {
    const { signal } = new AbortController();
    const { nodes } = await new HeapCaptures(session, '1.3.14').capture({ path: file, signal }, 2);
    return { nodes, written: JSON.parse(readFileSync(file, 'utf8')).nodes.length };
  } finally {
    await session.close();
    server.close();
  }
}

it('tries again with new handles where the inspector has forgotten those that it gave', async () => {
  expect(await captureFrom(1, 'forgets-once')).toEqual({ nodes: 2, written: 8 });
});

it('gives up where it forgets them again', async () => {
  await expect(captureFrom(9, 'forgets-always')).rejects.toMatchObject({ code: 'protocol-failed' });
});
