import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../format/watch-event.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { commandDelivery, Deliveries, type Delivery, webhookDelivery } from './deliveries.ts';

const scratch = new ScratchFolder();
const servers: Server[] = [];
afterAll(() => {
  scratch.remove();
  for (const server of servers) server.close();
});

const alert: WatchEvent = {
  at: 1,
  event: 'alert',
  pid: 42,
  rule: 'rss=2GB',
  sentence: 'resident memory is 2.1 GiB, and 2.0 GiB is the threshold',
  value: 2.1 * 2 ** 30,
};

async function failuresOf(receiver: Delivery, ...events: WatchEvent[]): Promise<readonly WatchEvent[]> {
  const failures: WatchEvent[] = [];
  const deliveries = new Deliveries([receiver], (event) => failures.push(event));
  for (const event of events) deliveries.send(event);
  await deliveries.ended();
  return failures;
}

/** Answers every request with the status, and gives what it was sent. */
async function server(status: number): Promise<{ url: string; received: string[] }> {
  const received: string[] = [];
  const one = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      received.push(`${request.method} ${request.headers['content-type']} ${body}`);
      response.writeHead(status).end('thanks');
    });
  });
  servers.push(one);
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(one.address() as AddressInfo).port}/secret`, received };
}

describe('a command', () => {
  it('gets each event as a line on its stdin, in order', async () => {
    const file = path.join(scratch.path, 'events');
    const growth = { ...alert, at: 2 };
    expect(await failuresOf(commandDelivery(`cat >> '${file}'`), alert, growth)).toEqual([]);
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(alert)}\n${JSON.stringify(growth)}\n`);
  });

  it.each([
    ['exit 3', 'it ended with exit code 3'],
    ['echo no mail >&2; exit 1', 'it ended with exit code 1: no mail'],
    ['kill -9 $$', 'it ended with SIGKILL'],
    ['/nowhere/mailer', expect.stringContaining('it ended with exit code 127')],
  ])('that fails (%s) is told', async (command, reason) => {
    const failure = { event: 'delivery-failed', to: command, of: 'alert', reason };
    expect(await failuresOf(commandDelivery(command), alert)).toMatchObject([failure]);
  });

  it('that does not read its input is no failure', async () => {
    const long = { ...alert, sentence: 'x'.repeat(1 << 20) };
    expect(await failuresOf(commandDelivery('true'), long)).toEqual([]);
  });

  it('that does not end is ended, with all that it started', async () => {
    const [failure] = await failuresOf(commandDelivery('sleep 600 & sleep 600', 300), alert);
    expect(failure).toMatchObject({ reason: 'it did not end within 0.3 seconds' });
  });
});

describe('a webhook', () => {
  it('gets the event as JSON', async () => {
    const { url, received } = await server(204);
    expect(await failuresOf(webhookDelivery(url), alert)).toEqual([]);
    expect(received).toEqual([`POST application/json ${JSON.stringify(alert)}\n`]);
  });

  it('that answers with an error is told, without the secret in its path', async () => {
    const { url } = await server(500);
    const [failure] = await failuresOf(webhookDelivery(url), alert);
    expect(failure).toMatchObject({ to: new URL(url).origin, reason: 'it answered with status 500' });
  });

  it('that nobody serves is told', async () => {
    expect(await failuresOf(webhookDelivery('http://127.0.0.1:1/'), alert)).toHaveLength(1);
  });
});

it('hands on what wakes somebody up, and no summaries', async () => {
  const { url, received } = await server(200);
  await failuresOf(webhookDelivery(url), { at: 1, event: 'ended', reason: 'it was stopped' }, alert);
  expect(received).toHaveLength(1);
});
