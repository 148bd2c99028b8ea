import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { AskedLooks } from '../../../probes/watch/asked-looks.ts';
import { listenForLooks } from './listen.ts';

const token = '0123456789abcdef';
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
});

let asked: AskedLooks;
let url: string;
beforeEach(async () => {
  asked = new AskedLooks();
  const server = await listenForLooks(asked, { host: '127.0.0.1', port: 0, token });
  servers.push(server);
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

async function post(body?: unknown, { path = '/look', key = token as string | null } = {}) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  return { status, retryAfter: headers.get('retry-after'), answer: await response.json() };
}

/** As Alertmanager 0.25 posts it. */
const alerts = (...statuses: readonly string[]) => ({
  version: '4',
  groupKey: '{}:{alertname="HeapGrows"}',
  status: statuses.includes('firing') ? 'firing' : 'resolved',
  receiver: 'heaptrail',
  alerts: statuses.map((status) => ({
    status,
    labels: { alertname: 'HeapGrows', k8s_pod_name: 'chat-7d9f' },
    annotations: { summary: 'the heap grows by 90 MiB/h' },
    startsAt: '2026-11-30T10:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
  })),
});

describe('POST /look', () => {
  it('asks for a look, with a reason or without, and from Alertmanager', async () => {
    expect(await post()).toMatchObject({ status: 202, answer: { accepted: true } });
    expect(await post({ reason: 'a customer complains' })).toMatchObject({ status: 202 });
    expect(await post(alerts('resolved', 'firing', 'firing'))).toMatchObject({ status: 202 });
    expect(asked.take()).toEqual([
      'a look was asked for',
      'a look was asked for: a customer complains',
      'Alertmanager asked for a look: HeapGrows: the heap grows by 90 MiB/h',
    ]);
    expect(asked.take()).toEqual([]);
  });

  it('takes no alert that is over', async () => {
    expect(await post(alerts('resolved'))).toMatchObject({
      status: 200,
      answer: { accepted: false, reason: 'no alert fires' },
    });
    expect(asked.take()).toEqual([]);
  });

  it('is for those who know the token', async () => {
    for (const key of [null, '', 'wrong', `${token}0`, token.slice(1)])
      expect(await post(undefined, { key })).toMatchObject({ status: 401 });
    expect(asked.take()).toEqual([]);
  });

  it('answers with one clear error to anything else', async () => {
    expect(await post('{"reason":')).toMatchObject({ status: 400 });
    expect(await post([1])).toMatchObject({ status: 400 });
    expect(await post(`{"reason":"${'x'.repeat(2 << 20)}"}`)).toMatchObject({ status: 400 });
    expect(await post(undefined, { path: '/metrics' })).toMatchObject({ status: 404 });
    expect((await fetch(`${url}/look`)).status).toBe(405);
    expect(asked.take()).toEqual([]);
  });

  it('says when to come back if the last look was too short ago', async () => {
    asked.noteDueAt(Date.now() + 90_000);
    const { status, retryAfter } = await post();
    expect(status).toBe(429);
    expect(Number(retryAfter)).toBeGreaterThan(80);
    expect(Number(retryAfter)).toBeLessThanOrEqual(90);
    expect(asked.take()).toEqual([]);
  });

  it('takes 30 requests a minute', async () => {
    const statuses: number[] = [];
    for (let at = 0; at < 31; at += 1) statuses.push((await post()).status);
    expect(statuses).toEqual([...new Array(30).fill(202), 429]);
    expect(asked.take()).toEqual(['a look was asked for']);
  });
});
