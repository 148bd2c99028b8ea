import type { Server } from 'node:http';
import type { ListenAddress } from '../listen/listen-address.ts';
import { openServer } from '../listen/open-server.ts';
import { contentType, prometheusText } from './prometheus-text.ts';
import type { WatchMetrics } from './watch-metrics.ts';

/** @throws UserError if the port is taken */
export async function serveMetrics(metrics: WatchMetrics, address: ListenAddress): Promise<Server> {
  return await openServer(address, 'serve metrics', (request, response) => {
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end('see /metrics\n');
      return;
    }
    prometheusText(metrics).then(
      (text) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}
