import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import type { Bytes, Millis } from '../../format/units.ts';
import { authorityOf, type TypedAddress } from './typed-address.ts';

/** A thread of its own answers in most of them; a forwarded port adds the way there and back. */
const answerWithin: Millis = 10_000;
const largestAnswer: Bytes = 4 << 20;

export interface EndpointAnswer {
  readonly status: number;
  readonly text: string;
  /** Of the machine that answered, as this one found it: `10.0.4.7`. */
  readonly answeredFrom: string | undefined;
}

/**
 * One GET to the address that was typed. No redirect is followed: nothing else is contacted.
 * @throws Error as the socket gives it
 */
export async function askEndpoint(address: TypedAddress, path: string): Promise<EndpointAnswer> {
  const get = address.isSecure ? getSecure : getPlain;
  const url = `${address.isSecure ? 'https' : 'http'}://${authorityOf(address)}${path}`;
  return await new Promise((resolve, reject) => {
    const request = get(url, { agent: false, timeout: answerWithin }, (response) => {
      readAll(response).then(resolve, reject);
    });
    request.on('timeout', () => request.destroy(silence()));
    request.on('error', reject);
  });
}

async function readAll(response: IncomingMessage): Promise<EndpointAnswer> {
  // Once it is over, the socket has forgotten it.
  const answeredFrom = response.socket.remoteAddress;
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += chunk;
    if (text.length > largestAnswer) response.destroy(new Error('its answer has no end'));
  }
  return { status: response.statusCode ?? 0, text, answeredFrom };
}

function silence(): Error {
  return Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
}
