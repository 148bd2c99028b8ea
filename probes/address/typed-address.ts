import { isIP } from 'node:net';

/** An endpoint of the DevTools protocol, as a person typed it. */
export interface TypedAddress {
  readonly isSecure: boolean;
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** Of one target there, which then needs no list: `/devtools/page/7C1E`. Absent if only a host and a port were typed. */
  readonly path?: string;
}

const hostAndPort = /^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}$/i;
const withScheme = /^(ws|wss|http|https):\/\//i;

/** `ws://HOST:PORT/ID`, `http://HOST:PORT`, both with an s, or `HOST:PORT`. Undefined if it is none of these. */
export function parseAddress(text: string): TypedAddress | undefined {
  const plain = hostAndPort.test(text);
  if (!plain && !withScheme.test(text)) return undefined;
  const full = plain ? `http://${text}` : text;
  if (!URL.canParse(full)) return undefined;
  const url = new URL(full);
  const isSecure = /^(wss|https):$/.test(url.protocol);
  const path = `${url.pathname}${url.search}`;
  return {
    isSecure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    // What a browser shows for a whole endpoint is no target of it.
    ...(/^(ws|wss):$/.test(url.protocol) && path !== '/' ? { path } : {}),
  };
}

/** `127.0.0.1:9229`, `[::1]:9229`: as a URL has it, and as reports name it. */
export function authorityOf({ host, port }: TypedAddress): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Whether the rules by which endpoints refuse names of other machines do not concern it. */
export function isPlainHost(host: string): boolean {
  return isIP(host) !== 0 || host === 'localhost' || host.endsWith('.localhost');
}
