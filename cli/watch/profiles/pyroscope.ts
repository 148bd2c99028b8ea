import { UserError } from '../../../format/user-error.ts';

/** A server that takes profiles, and what it wants to hear before. */
export interface Pyroscope {
  /** Where profiles go: `http://pyroscope:4040/ingest`. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The variables are those of Pyroscope's own clients: who asks, and for which tenant.
 * @throws UserError `usage` if it is no address
 */
export function pyroscopeAt(address: string, environment: NodeJS.ProcessEnv): Pyroscope {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new UserError('usage', 'the address of --pyroscope is not a URL', 'write it as http://HOST:4040');
  const url = new URL(address);
  if (!url.pathname.endsWith('/ingest')) url.pathname = `${url.pathname.replace(/\/$/, '')}/ingest`;
  const authorization = authorizationIn(environment);
  const { PYROSCOPE_TENANT_ID: tenant } = environment;
  return {
    url: url.href,
    headers: {
      ...(authorization === undefined ? {} : { authorization }),
      ...(tenant ? { 'x-scope-orgid': tenant } : {}),
    },
  };
}

function authorizationIn({
  PYROSCOPE_AUTH_TOKEN: token,
  PYROSCOPE_BASIC_AUTH_USER: user,
  PYROSCOPE_BASIC_AUTH_PASSWORD: password = '',
}: NodeJS.ProcessEnv): string | undefined {
  if (token) return `Bearer ${token}`;
  return user ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` : undefined;
}
