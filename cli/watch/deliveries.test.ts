import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { WatchEvent } from '../../format/watch-event.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { commandDelivery, Deliveries, type Delivery } from './deliveries.ts';
import { Undelivered } from './undelivered.ts';
import { webhookDelivery } from './webhook.ts';

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
  sentence: 'resident memory is 2.1 GiB, above the threshold of 2.0 GiB',
  value: 2.1 * 2 ** 30,
};

async function failuresOf(receiver: Delivery, ...events: WatchEvent[]): Promise<readonly WatchEvent[]> {
  const failures: WatchEvent[] = [];
  const undelivered = new Undelivered(path.join(scratch.path, 'lost'));
  const deliveries = new Deliveries([receiver], undelivered, (event) => failures.push(event));
  for (const event of events) deliveries.send(event);
  await deliveries.ended();
  return failures;
}

/** Answers each request with the next status, the last one again and again, and gives what it was sent. */
async function server(...statuses: number[]): Promise<{ url: string; received: string[] }> {
  const received: string[] = [];
  const one = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      received.push(`${request.method} ${request.headers['content-type']} ${body}`);
      const status = statuses[Math.min(received.length, statuses.length) - 1]!;
      response.writeHead(status, { location: '/elsewhere' }).end(status === 204 ? undefined : 'thanks');
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
    ['exit 3', 'it ended with exit code 3;'],
    ['echo no mail >&2; exit 1', 'it ended with exit code 1: no mail;'],
    ['kill -9 $$', 'it ended with SIGKILL;'],
    ['/nowhere/mailer', 'it ended with exit code 127'],
  ])('that fails (%s) is told', async (command, words) => {
    const reason = expect.stringContaining(words);
    const failure = { event: 'delivery-failed', to: command, of: 'alert', reason };
    expect(await failuresOf(commandDelivery(command), alert)).toMatchObject([failure]);
  });

  it('that does not read its input is no failure', async () => {
    const long = { ...alert, sentence: 'x'.repeat(1 << 20) };
    expect(await failuresOf(commandDelivery('true'), long)).toEqual([]);
  });

  it('that does not end is ended, with all that it started', async () => {
    const [failure] = await failuresOf(commandDelivery('sleep 600 & sleep 600', 300), alert);
    expect(failure).toMatchObject({ reason: expect.stringContaining('it did not end within 0.3 seconds') });
  });

  it('gets no more time than the watch has left, and what it missed is kept', async () => {
    const failures: WatchEvent[] = [];
    const undelivered = new Undelivered(path.join(scratch.path, 'ended'));
    const receivers = [commandDelivery('sleep 600')];
    const deliveries = new Deliveries(receivers, undelivered, (event) => failures.push(event));
    deliveries.send(alert);
    deliveries.send(alert);
    await deliveries.ended(100);
    const reason = expect.stringContaining('it did not end before the watch did; the event is kept in /');
    expect(failures).toMatchObject([{ reason }, { reason }]);
    expect(readFileSync(undelivered.file, 'utf8')).toBe(`${JSON.stringify(alert)}\n`.repeat(2));
    expect(statSync(undelivered.file).mode & 0o777).toBe(0o600);
  });
});

describe('a webhook', () => {
  const impatient = { answer: 5_000, pauses: [1, 1] };

  it('gets the event as JSON', async () => {
    const { url, received } = await server(204);
    expect(await failuresOf(webhookDelivery(url), alert)).toEqual([]);
    expect(received).toEqual([`POST application/json ${JSON.stringify(alert)}\n`]);
  });

  it('that has a fault for a moment gets it by another try', async () => {
    const { url, received } = await server(503, 429, 200);
    expect(await failuresOf(webhookDelivery(url, impatient), alert)).toEqual([]);
    expect(received).toHaveLength(3);
  });

  it('that fails again and again is told, without the secret in its path', async () => {
    const { url, received } = await server(500);
    const [failure] = await failuresOf(webhookDelivery(url, impatient), alert);
    const { origin, host } = new URL(url);
    const words = `${host} answered with status 500 (tried 3 times); the event is kept in /`;
    expect(failure).toMatchObject({ to: origin, reason: expect.stringContaining(words) });
    expect(JSON.stringify(failure)).not.toContain('secret');
    expect(received).toHaveLength(3);
  });

  it.each([
    [404, 'answered with status 404'],
    [302, 'answered with status 302: give the address that it redirects to'],
  ])('that will never take it (%i) is asked once', async (status, words) => {
    const { url, received } = await server(status);
    const [failure] = await failuresOf(webhookDelivery(url, impatient), alert);
    expect(failure).toMatchObject({ reason: expect.stringContaining(words) });
    expect(received).toHaveLength(1);
  });

  it('that nobody serves is told with its host and the cause', async () => {
    const [failure] = await failuresOf(webhookDelivery('http://127.0.0.1:1/', impatient), alert);
    const words = /^127\.0\.0\.1:1 could not be reached: .+ \(tried 3 times\)/;
    expect(failure).toMatchObject({ reason: expect.stringMatching(words) });
    expect(JSON.stringify(failure)).not.toContain('fetch failed');
  });

  it('that does not answer is given up', async () => {
    const silent = createServer(() => {});
    servers.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
    const [failure] = await failuresOf(webhookDelivery(url, { answer: 50, pauses: [1] }), alert);
    expect(failure).toMatchObject({
      reason: expect.stringContaining('did not answer in time (tried 2 times)'),
    });
    silent.closeAllConnections();
  });
});

it('says nothing of a place if nothing can be kept', async () => {
  writeFileSync(path.join(scratch.path, 'file'), '');
  const failures: WatchEvent[] = [];
  const undelivered = new Undelivered(path.join(scratch.path, 'file'));
  const deliveries = new Deliveries([commandDelivery('exit 1')], undelivered, (event) =>
    failures.push(event),
  );
  deliveries.send(alert);
  await deliveries.ended();
  expect(failures).toMatchObject([{ reason: 'it ended with exit code 1' }]);
});

it('hands on what wakes a person up, and no summaries', async () => {
  const { url, received } = await server(200);
  await failuresOf(webhookDelivery(url), { at: 1, event: 'ended', reason: 'it was stopped' }, alert);
  expect(received).toHaveLength(1);
});
