import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../format/user-error.ts';
import type { ListenAddress } from '../listen/listen-address.ts';
import { contentType, prometheusText } from './prometheus-text.ts';
import type { WatchMetrics } from './watch-metrics.ts';

/** @throws UserError if the port is taken */
export async function serveMetrics(metrics: WatchMetrics, { host, port }: ListenAddress): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end('see /metrics\n');
      return;
    }
    prometheusText(metrics).then(
      (text) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new UserError(
          'usage',
          `cannot serve metrics on ${host}:${port}: ${cause.message}`,
          'name another port',
          { cause },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

/** Where it can be reached. */
export function addressOf(server: Server, path: string): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}${path}`;
}
