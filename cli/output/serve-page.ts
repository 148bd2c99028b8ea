import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageData } from '../../format/page.ts';
import { assemblePage, compressTable } from '../../viewer/html/assemble.ts';

interface Resource {
  readonly type: string;
  readonly content: string | Buffer;
}

/**
 * Serves the page with its tables beside it, on the loopback interface alone and below a path that nobody can guess.
 * @param onReady told the address
 */
export async function servePage(
  data: PageData,
  signal: AbortSignal,
  onReady: (url: string) => Promise<void>,
): Promise<void> {
  const token = randomBytes(18).toString('base64url');
  const resources = resourcesOf(data);
  const server = createServer((request, response) => answer(request, response, token, resources));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    await onReady(`http://127.0.0.1:${port}/${token}/`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

function resourcesOf(data: PageData): ReadonlyMap<string, Resource> {
  const page = assemblePage(data, { tableUrl: (name) => `table/${name}` });
  const tables = Object.entries(data.tables).map(([name, table]): [string, Resource] => [
    `table/${name}`,
    { type: 'application/octet-stream', content: compressTable(table) },
  ]);
  return new Map([['', { type: 'text/html; charset=utf-8', content: page }], ...tables]);
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  resources: ReadonlyMap<string, Resource>,
): void {
  const resource = find(request, token, resources);
  if (resource === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    return;
  }
  response
    .writeHead(200, {
      'content-type': resource.type,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
    .end(request.method === 'HEAD' ? undefined : resource.content);
}

/** A page elsewhere can point its own name at this address: a request must name the address it was given. */
function find(
  { headers, method, socket, url = '' }: IncomingMessage,
  token: string,
  resources: ReadonlyMap<string, Resource>,
): Resource | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  if (headers.host !== `127.0.0.1:${socket.localPort}`) return undefined;
  const [, given = '', path] = /^\/([^/]*)\/([^?]*)/.exec(url) ?? [];
  return isToken(given, token) ? resources.get(path) : undefined;
}

function isToken(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
