import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fleet } from '../fleet/join/fleet.ts';
import { waitingRecordings } from '../fleet/recordings/waiting-recordings.ts';
import { startSample } from '../samples/start-sample.mjs';
import { CephCluster } from '../scripts/ceph-cluster.mjs';
import { s3Address } from '../store/s3/s3-address.ts';
import { S3Requests } from '../store/s3/s3-requests.ts';
import { S3Store } from '../store/s3/s3-store.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { Alerting } from './alerting.ts';
import { commandFile } from './heaptrail-command.ts';
import { RedisServer } from './redis-server.ts';
import { RunningWatch } from './running-watch.ts';
import { RunningWorker } from './running-worker.ts';

const scratch = new ScratchFolder();
const token = '0123456789abcdef';
const address = 's3://leaks/fleet';
let objects: CephCluster;
let redis: RedisServer;
let alerting: Alerting;
const samples: Awaited<ReturnType<typeof startSample>>[] = [];

beforeAll(async () => {
  [objects, redis] = await Promise.all([CephCluster.start(), RedisServer.start()]);
  const bucket = s3Address('s3://leaks', objects.environment);
  await new S3Requests(bucket, address).send({ method: 'PUT' }, [200]);
});
afterAll(async () => {
  await alerting?.end();
  await RunningWatch.endAll();
  await RunningWorker.endAll();
  for (const sample of samples) await sample.stop();
  await redis?.kill();
  await objects?.end();
  scratch.remove();
});

/** One process of the service under its watch, as in a pod. */
async function pod(name: string, version: string, fixed: boolean) {
  const sample = await startSample('chat-run-buffers', { fixed, lifetime: 900 });
  samples.push(sample);
  const folder = path.join(scratch.path, name);
  mkdirSync(folder);
  const watch = new RunningWatch(
    folder,
    [
      ...[String(sample.pid), '--store', address, '--queue', redis.url, '--looks-at-once', '2'],
      ...['--metrics', '0', '--listen', '0', '--inject', '--window', '40s', '--at-most-every', '20s'],
    ],
    {
      ...objects.environment,
      HEAPTRAIL_LISTEN_TOKEN: token,
      OTEL_SERVICE_NAME: 'chat',
      OTEL_RESOURCE_ATTRIBUTES: `service.version=${version},k8s.pod.name=${name}`,
    },
  );
  await watch.told('started');
  const [, metrics] = /^metrics: http:\/\/(\S+)\/metrics$/m.exec(watch.stderr)!;
  const [, look] = /^looks: POST (\S+)$/m.exec(watch.stderr)!;
  return { watch, metrics: metrics!, look: look! };
}

const worker = (...words: string[]) =>
  new RunningWorker(
    [address, '--queue', redis.url, '--scratch', scratch.path, '--lost-after', '10s', ...words],
    objects.environment,
  );

it('an alert asks for looks, whose captures are analyzed elsewhere, and the fleet knows who leaks since when', {
  timeout: 480_000,
  retry: 0,
}, async () => {
  // The last version is the one that was seen last.
  const pods = [
    await pod('chat-a', '1.3', true),
    ...(await Promise.all([pod('chat-b', '1.4', false), pod('chat-c', '1.4', false)])),
  ];
  alerting = new Alerting({
    folder: scratch.path,
    watches: pods,
    alert: 'process_memory_usage_bytes > 1',
    token,
  });
  await alerting.start();
  for (const { watch } of pods) {
    await watch.told('asked');
    expect(await watch.told('capture')).toMatchObject({ elsewhere: true, captures: 1 });
  }
  await alerting.end();
  for (const { watch } of pods) expect(await watch.interrupt()).toBe(0);
  const store = new S3Store(address, s3Address(address, objects.environment));
  expect(await waitingRecordings(store)).toHaveLength(3);

  const killed = worker();
  await killed.told('analyzed');
  await killed.kill();
  const next = worker('--until-empty');
  expect(await next.exitCode()).toBe(0);
  expect(await waitingRecordings(store)).toEqual([]);

  const answer = spawnSync(process.execPath, [commandFile, 'fleet', address, '--json'], {
    encoding: 'utf8',
    env: { ...process.env, ...objects.environment },
  });
  expect(answer.status, answer.stdout).toBe(1);
  const { services, unread } = JSON.parse(answer.stdout) as Fleet;
  expect(unread).toEqual([]);
  expect(services, answer.stdout).toMatchObject([
    {
      name: 'chat',
      reports: 3,
      versions: [
        { name: '1.3', seen: 1, affected: 0 },
        { name: '1.4', seen: 2, looked: 2, affected: 2 },
      ],
    },
  ]);
  const [leak] = services[0]!.leaks;
  expect(leak).toMatchObject({ kind: 'map', holder: expect.stringMatching(/\b(rawBuffers|buffers)\b/) });
  expect(leak!.instances.toSorted()).toEqual(['chat-b', 'chat-c']);
});
