import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onLines } from './lines.ts';

const server = createServer();
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
});
afterAll(() => server.close());

async function pair(): Promise<{ ours: Socket; theirs: Socket }> {
  const accepted = once(server, 'connection');
  const ours = connect(port, '127.0.0.1');
  const [theirs] = (await accepted) as [Socket];
  return { ours, theirs };
}

it('gives whole lines, however they come', async () => {
  const { ours, theirs } = await pair();
  const lines: string[] = [];
  onLines(ours, (line) => lines.push(line));
  theirs.write('{"a":1}\n{"b"');
  theirs.end(':2}\n{"torn"');
  await once(ours, 'close');
  expect(lines).toEqual(['{"a":1}', '{"b":2}']);
});

it('hangs up on a line that never ends', async () => {
  const { ours, theirs } = await pair();
  theirs.on('error', () => {});
  const lines: string[] = [];
  onLines(ours, (line) => lines.push(line), 10);
  theirs.write('1234567890\n');
  theirs.write('12345678901');
  const [error] = await once(ours, 'error');
  expect(String(error)).toContain('longer than 10 characters');
  expect(lines).toEqual(['1234567890']);
  expect(ours.destroyed).toBe(true);
});
