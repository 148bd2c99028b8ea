import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../../../format/user-error.ts';
import type { ListenAddress } from './listen-address.ts';

/**
 * Takes requests at an address.
 * @param purpose what for, in words: `serve metrics`
 * @throws UserError `usage` if the port is taken
 */
export async function openServer(
  { host, port }: ListenAddress,
  purpose: string,
  answer: RequestListener,
): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new UserError(
          'usage',
          `cannot ${purpose} on ${host}:${port}: ${cause.message}`,
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
