import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { textFrame } from './client-frame.ts';

it.each([0, 1, 125, 126, 127, 65_535])(
  'is read by a server as the text of %i bytes that went in',
  async (length) => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const client = connect((server.address() as { port: number }).port, '127.0.0.1');
    try {
      const message = once(server, 'connection').then(([socket]) => once(socket, 'message'));
      client.write(
        'GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
          'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
      );
      await once(client, 'data');
      client.write(textFrame('x'.repeat(length)));
      expect(String((await message)[0])).toBe('x'.repeat(length));
    } finally {
      client.destroy();
      for (const socket of server.clients) socket.terminate();
      server.close();
    }
  },
);
