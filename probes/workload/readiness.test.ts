import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { answering, listening, printing, untilReady } from './readiness.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

/** A server that says it is unwell until it was asked three times. */
async function slowServer(): Promise<{ url: URL; asked: () => number }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.statusCode = asked < 3 ? 503 : 200;
    response.end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`http://127.0.0.1:${port}/health`), asked: () => asked };
}

const running = { ended: new Promise<string>(() => {}) };
const nobody = new AbortController().signal;
const enough = 20_000;

describe('a program', () => {
  it('is ready once its URL answers with a success status', async () => {
    const { url, asked } = await slowServer();
    await untilReady(answering(url), running, enough, nobody);
    expect(asked()).toBe(3);
  });

  it('is ready once the port is open, whatever would be answered', async () => {
    const { url, asked } = await slowServer();
    await untilReady(listening(url), running, enough, nobody);
    expect(asked()).toBe(0);
  });

  it('is ready once its line was seen', async () => {
    await untilReady(printing('up', Promise.resolve()), running, enough, nobody);
  });

  const never = printing('up', new Promise(() => {}));

  it('that ends before is told by how it ended', async () => {
    const ended = { ended: Promise.resolve('exit code 1') };
    await expect(untilReady(never, ended, enough, nobody)).rejects.toThrow(
      'the program did not become ready (ready means it prints "up"): it ended (exit code 1)',
    );
  });

  it('that is too slow, or stopped by the reader, is given up', async () => {
    await expect(untilReady(never, running, 10, nobody)).rejects.toThrow('it took longer than 10 ms');
    await expect(untilReady(never, running, enough, AbortSignal.abort())).rejects.toThrow(
      'it was stopped from the keyboard',
    );
  });
});
