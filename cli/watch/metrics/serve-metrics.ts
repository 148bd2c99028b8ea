import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../format/user-error.ts';
import { contentType, prometheusText } from './prometheus-text.ts';
import type { WatchMetrics } from './watch-metrics.ts';

export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** `9464`, `0.0.0.0:9464`, `[::]:9464`: on loopback if no host is named. */
export function parseMetricsAddress(text: string): MetricsAddress {
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d+)$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (Number.isInteger(port) && port <= 65_535) return { host: bracketed ?? plain ?? '127.0.0.1', port };
  throw new UserError('usage', `"${text}" is not a port`, 'write it as 9464 or 0.0.0.0:9464');
}

/** @throws UserError if the port is taken */
export async function serveMetrics(metrics: WatchMetrics, { host, port }: MetricsAddress): Promise<Server> {
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

export function addressOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}/metrics`;
}
