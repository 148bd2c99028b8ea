import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listenSocketsInNetworkOf, listenSocketsOf } from './listen-sockets.ts';

describe('listenSocketsOf', () => {
  it('finds each of many ports, and no connection', async () => {
    const servers = await Promise.all(Array.from({ length: 40 }, () => listening('127.0.0.1')));
    const socket = connect(portOf(servers[0]!), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    const found = listenSocketsOf(process.pid).map(({ port }) => port);
    expect(found).toEqual(expect.arrayContaining(servers.map(portOf)));
    expect(found).not.toContain(socket.localPort);
  });

  it('finds a port of every address, which is one of IPv6 if the machine has it', async () => {
    const server = await listening();
    const { family, port } = server.address() as AddressInfo;
    const expected = { family: family === 'IPv6' ? 6 : 4, port };
    expect(listenSocketsOf(process.pid)).toContainEqual(expect.objectContaining(expected));
  });

  it('has nothing of a process that is gone', () => {
    // Beyond what the kernel gives to processes.
    expect(listenSocketsInNetworkOf(2 ** 22 + 1)).toEqual([]);
  });
});

async function listening(host?: string): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(0, host);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;
