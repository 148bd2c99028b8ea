import type { ListenSocket } from '../host/host.ts';

/** Host and port, as a URL has them; a socket bound to every address is reached over loopback. */
export function authorityOf({ address, family, port }: ListenSocket): string {
  if (family === 4) return `${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`;
  return `[${address === '0:0:0:0:0:0:0:0' ? '::1' : address}]:${port}`;
}
