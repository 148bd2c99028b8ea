import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AskedLooks } from '../../../probes/watch/asked-looks.ts';
import type { ListenAddress } from './listen-address.ts';
import { readLookRequest } from './look-request.ts';
import { openServer } from './open-server.ts';

const largestBody = 1 << 20;
/** Of one minute: an alert that is repeated each second must cost nothing. */
const mostPerMinute = 30;

export interface Listening extends ListenAddress {
  /** Who asks must know it. */
  readonly token: string;
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Takes `POST /look` from those who have the token, and answers at once: `202` if the look will be taken, `429` with
 * `Retry-After` if the last one was too short ago.
 * @throws UserError if the port is taken
 */
export async function listenForLooks(asked: AskedLooks, { token, ...address }: Listening): Promise<Server> {
  const recent: number[] = [];
  const server = await openServer(address, 'listen', async (request, response) => {
    send(response, await answerTo(request, { asked, token, recent }).catch(() => failed));
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 30_000;
  return server;
}

const failed: Answer = { status: 400, body: { error: 'the request could not be read' } };

async function answerTo(
  request: IncomingMessage,
  { asked, token, recent }: { asked: AskedLooks; token: string; recent: number[] },
): Promise<Answer> {
  if (request.url?.split('?')[0] !== '/look')
    return { status: 404, body: { error: 'there is only POST /look' } };
  if (request.method !== 'POST')
    return { status: 405, body: { error: 'there is only POST /look' }, headers: { allow: 'POST' } };
  if (!isAuthorized(request, token))
    return {
      status: 401,
      body: { error: 'send the token: Authorization: Bearer TOKEN' },
      headers: { 'www-authenticate': 'Bearer' },
    };
  const now = Date.now();
  while (recent.length > 0 && recent[0]! <= now - 60_000) recent.shift();
  if (recent.length >= mostPerMinute) return tooSoon(recent[0]! + 60_000 - now, 'too many requests');
  recent.push(now);
  const body = await bodyOf(request);
  const look = body === undefined ? undefined : readLookRequest(body);
  if (look === undefined)
    return {
      status: 400,
      body: { error: 'the body is neither empty, nor {"reason": "…"}, nor an alert of Alertmanager' },
    };
  if ('ignored' in look) return { status: 200, body: { accepted: false, reason: look.ignored } };
  if (now < asked.dueAt)
    return tooSoon(asked.dueAt - now, 'the last close look was too short ago (--at-most-every)');
  asked.ask(look.sentence);
  return { status: 202, body: { accepted: true } };
}

function tooSoon(wait: number, error: string): Answer {
  return { status: 429, body: { error }, headers: { 'retry-after': String(Math.ceil(wait / 1_000)) } };
}

/** Digests have one length, and comparing them takes one time. */
function isAuthorized({ headers }: IncomingMessage, token: string): boolean {
  const [, given] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? [];
  if (given === undefined) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given.trim()), digest(token));
}

/** @returns undefined if it is too long */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    // The rest is read and dropped: who is cut off never sees the answer.
    if (size <= largestBody) parts.push(part);
  }
  if (size > largestBody) return undefined;
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(`${JSON.stringify(body)}\n`);
}
