import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import protobuf from 'protobufjs';
import { afterAll, expect, it } from 'vitest';
import { LiveTarget } from './live-target.ts';
import { RunningWatch } from './running-watch.ts';

/** As pprof's makers describe it. */
const schema = protobuf.parse(readFileSync(new URL('pprof-schema/profile.proto', import.meta.url), 'utf8'));
const profileType = schema.root.lookupType('perftools.profiles.Profile');

interface Received {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const received: Received[] = [];
let status = 200;
const server = createServer(async (request, response) => {
  received.push({
    url: new URL(request.url!, 'http://here'),
    headers: request.headers,
    body: await buffer(request),
  });
  response.writeHead(status).end();
});
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-profiles-'));
afterAll(async () => {
  await RunningWatch.endAll();
  await LiveTarget.endAll();
  server.close();
  server.closeAllConnections();
  rmSync(room, { recursive: true });
});

it('a watch pushes what is alive to Pyroscope, as pprof writes it', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const target = await LiveTarget.start(
    process.execPath,
    `globalThis.replies = [];
    function keepReply() { replies.push(new Array(500).fill(Math.random())); }
    setInterval(keepReply, 2);
    console.log('ready');`,
  );
  status = 503;
  const watch = new RunningWatch(
    room,
    [
      String(target.pid),
      ...['--pyroscope', `http://127.0.0.1:${port}`, '--sites-every', '16s', '--max-rung', 'sites'],
    ],
    {
      OTEL_SERVICE_NAME: 'chat',
      OTEL_RESOURCE_ATTRIBUTES:
        'service.version=1.4,k8s.pod.name=chat-7d9f,vcs.repository.url.full=https://example.com/chat,vcs.ref.head.revision=abc',
      PYROSCOPE_AUTH_TOKEN: 'secret',
      PYROSCOPE_TENANT_ID: 'team-a',
    },
  );
  expect(await watch.told('delivery-failed')).toMatchObject({
    to: `http://127.0.0.1:${port}`,
    of: 'profile',
    reason: `127.0.0.1:${port} answered with status 503`,
  });
  status = 200;
  const refused = received.length;
  while (received.length === refused) await once(server, 'request');
  expect(await watch.interrupt()).toBe(0);

  const { url, headers, body } = received[refused]!;
  expect(url.pathname).toBe('/ingest');
  const { name, from, until, format } = Object.fromEntries(url.searchParams);
  expect(name).toBe(
    'chat{k8s_pod_name=chat-7d9f,service_git_ref=abc,service_repository=https://example.com/chat,service_version=1.4}',
  );
  expect(format).toBe('pprof');
  const [began, ended] = [Number(from), Number(until)];
  expect(began).toBeLessThan(ended);
  expect(Math.abs(ended - Date.now() / 1_000)).toBeLessThan(600);
  expect(headers).toMatchObject({ authorization: 'Bearer secret', 'x-scope-orgid': 'team-a' });

  const profile = profileType.toObject(profileType.decode(gunzipSync(body)), {
    longs: Number,
    arrays: true,
    defaults: true,
  }) as Profile;
  expect(profileType.verify(profileType.fromObject(profile))).toBeNull();
  const text = (at: number) => profile.stringTable[at];
  expect(text(0)).toBe('');
  expect(profile.sampleType.map(({ type, unit }) => [text(type), text(unit)])).toEqual([
    ['inuse_space', 'bytes'],
  ]);
  const functions = new Map(profile.function.map(({ id, name: word }) => [id, text(word)]));
  const locations = new Map(profile.location.map(({ id, line }) => [id, functions.get(line[0]!.functionId)]));
  const kept = profile.sample.filter(({ locationId }) => locations.get(locationId[0]!) === 'keepReply');
  const size = kept.reduce((sum, { value }) => sum + value[0]!, 0);
  // Some seconds of two megabytes each, sampled.
  expect(size).toBeGreaterThan(1e5);
  // Each sample leads to places, and each place to a function that has a name.
  for (const { locationId, value } of profile.sample) {
    expect(value).toHaveLength(1);
    for (const id of locationId) expect(locations.get(id)).toEqual(expect.any(String));
  }
  // What was sent is not kept.
  const [recording] = readdirSync(path.join(room, 'heaptrail-watch')).filter((each) =>
    each.startsWith('ledger-'),
  );
  expect(existsSync(path.join(room, 'heaptrail-watch', recording!, 'live.pb.gz'))).toBe(false);
});

interface Profile {
  readonly stringTable: readonly string[];
  readonly sampleType: readonly { readonly type: number; readonly unit: number }[];
  readonly sample: readonly { readonly locationId: readonly number[]; readonly value: readonly number[] }[];
  readonly location: readonly {
    readonly id: number;
    readonly line: readonly { readonly functionId: number }[];
  }[];
  readonly function: readonly { readonly id: number; readonly name: number }[];
}

it('says what is wrong before anything is watched', async () => {
  for (const [words, error] of [
    [['--pyroscope', 'here'], 'the address of --pyroscope is not a URL'],
    [['--pyroscope', 'http://here', '--no-sampling'], 'there are none without sampling'],
  ] as const) {
    const watch = new RunningWatch(room, ['1', ...words]);
    expect(await watch.exitCode()).toBe(2);
    expect(watch.stderr).toContain(error);
  }
});
