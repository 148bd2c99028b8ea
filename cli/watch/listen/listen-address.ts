import { UserError } from '../../../format/user-error.ts';

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `9464`, `0.0.0.0:9464`, `[::]:9464`: on loopback if no host is named. */
export function parseListenAddress(text: string): ListenAddress {
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:]+)):)?(\d+)$/.exec(text.trim()) ?? [];
  const port = Number(digits);
  if (Number.isInteger(port) && port <= 65_535) return { host: bracketed ?? plain ?? '127.0.0.1', port };
  throw new UserError('usage', `"${text}" is not a port`, 'write it as 9464 or 0.0.0.0:9464');
}
