import { isIP } from 'node:net';
import { ProbeError, systemErrorCode } from '../probe-error.ts';
import { authorityOf, isPlainHost, type TypedAddress } from './typed-address.ts';

const untrusted: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Why a socket to the address could not be opened, and what to do about it. */
export function unreachable(address: TypedAddress, cause: unknown): ProbeError {
  const code = systemErrorCode(cause) ?? '';
  const name = authorityOf(address);
  if (untrusted.has(code)) return untrustedCertificate(address, code, cause);
  if (address.isSecure && (code === 'EPROTO' || code.startsWith('ERR_SSL')))
    return noInspector(`${name} does not speak TLS`, `leave TLS out: heaptrail attach http://${name}`, cause);
  const spokeOther = !address.isSecure && (code.startsWith('HPE_') || code === 'ECONNRESET');
  return spokeOther
    ? noInspector(
        `${name} did not answer in HTTP (${code})`,
        `if it needs TLS, type heaptrail attach https://${name}; else check the port`,
        cause,
      )
    : noInspector(
        `nothing answers at ${name} (${code === '' ? wordsOf(cause) : code})`,
        'check that the program has its inspector open there, and that a port-forward to it still runs',
        cause,
      );
}

/** Something answered, and it was no list of targets. */
export function notAnInspector(
  address: TypedAddress,
  { status, answeredFrom }: { readonly status: number; readonly answeredFrom: string | undefined },
): ProbeError {
  const name = authorityOf(address);
  if (status >= 400 && !isPlainHost(address.host)) return hostRefused(address, status, answeredFrom);
  return noInspector(
    `what answers at ${name} is no inspector (HTTP ${status} to /json/list)`,
    'give the port that the inspector printed when it opened, or the whole ws:// address that it printed',
  );
}

/**
 * Node, Deno and Chromium answer only to an IP address or localhost, so that no page of the web can reach them under a
 * name of its own.
 */
function hostRefused(address: TypedAddress, status: number, answeredFrom: string | undefined): ProbeError {
  const byNumber = authorityOf({ ...address, host: plainIp(answeredFrom) ?? 'IP-ADDRESS' });
  const scheme = address.isSecure ? 'https' : 'http';
  return new ProbeError(
    'host-refused',
    `${authorityOf(address)} refused the name ${address.host} (HTTP ${status}): inspectors answer only to an IP address or localhost`,
    `type its IP address: heaptrail attach ${scheme}://${byNumber}`,
  );
}

/** `::ffff:10.0.4.7` is one of IPv4. */
function plainIp(address: string | undefined): string | undefined {
  const plain = address?.replace(/^::ffff:(?=[\d.]+$)/, '');
  return plain === undefined || isIP(plain) === 0 ? undefined : plain;
}

function untrustedCertificate(address: TypedAddress, code: string, cause: unknown): ProbeError {
  const name = authorityOf(address);
  return new ProbeError(
    'untrusted-certificate',
    `the certificate of ${name} is not trusted (${code}), so nothing was sent`,
    `save the certificate that signed it as ca.pem, then type NODE_EXTRA_CA_CERTS=ca.pem heaptrail attach https://${name}`,
    { cause },
  );
}

function noInspector(message: string, next: string, cause?: unknown): ProbeError {
  return new ProbeError('no-inspector', message, next, { cause });
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
