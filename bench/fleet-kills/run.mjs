// Kills one part of a small fleet after the other at random moments: npm run bench -- fleet-kills --kills 20 --seed 1
// Each part is started again at once, as an orchestrator would. In the end, every look that was recorded has one report.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startSample } from '../../samples/start-sample.mjs';
import { CephCluster } from '../../scripts/ceph-cluster.mjs';
import { redisServer } from '../../scripts/fetch-redis.mjs';
import { randomFrom } from '../kills/kill-round.mjs';
import { freePort, KeptAlive } from './kept-alive.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    longest: { type: 'string', default: '30000' },
    patience: { type: 'string', default: '600000' },
  },
});
const random = randomFrom(Number(values.seed));
const token = 'a token of the bench';
const address = 's3://leaks/fleet';
const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bench-'));
const out = path.join(room, 'watch');

const load = (file) => import(new URL(file, new URL('../../dist/', import.meta.url)));
const { s3Address } = await load('store/s3/s3-address.js');
const { S3Requests } = await load('store/s3/s3-requests.js');
const { S3Store } = await load('store/s3/s3-store.js');
const { identityOf } = await load('fleet/cards/recording-identity.js');
const { waitingRecordings } = await load('fleet/recordings/waiting-recordings.js');

const cluster = await CephCluster.start();
const setting = s3Address(address, cluster.environment);
await new S3Requests(s3Address('s3://leaks', cluster.environment), address).send({ method: 'PUT' }, [200]);
const store = new S3Store(address, setting);
// A steady program: what is counted are reports, and its snapshots stay small.
const sample = await startSample('chat-run-buffers', { fixed: true, lifetime: 3_600 });
const [redisPort, lookPort] = [await freePort(), await freePort()];
const queue = `redis://127.0.0.1:${redisPort}`;
const env = {
  ...process.env,
  ...cluster.environment,
  HEAPTRAIL_LISTEN_TOKEN: token,
  OTEL_SERVICE_NAME: 'chat',
};

const redis = new KeptAlive(
  redisServer(),
  ['--port', redisPort, '--bind', '127.0.0.1', '--save', ''],
  env,
  room,
);
const watch = new KeptAlive(
  process.execPath,
  [
    ...[command, 'watch', String(sample.pid), '--out', out, '--store', address, '--queue', queue],
    ...['--listen', String(lookPort), '--window', '12s', '--at-most-every', '1s', '--no-sampling'],
  ],
  env,
  room,
);
const worker = new KeptAlive(
  process.execPath,
  [command, 'worker', address, '--queue', queue, '--scratch', room, '--lost-after', '10s'],
  env,
  room,
);
const parts = {
  watch: () => watch.kill(),
  worker: () => worker.kill(),
  redis: () => redis.kill(),
  store: async () => {
    await cluster.killGateway();
    await cluster.startGateway();
  },
};

try {
  const killed = {};
  for (let kill = 1; kill <= Number(values.kills); kill += 1) {
    await lookBegun();
    const after = Math.round(random() * Number(values.longest));
    await sleep(after);
    const names = Object.keys(parts);
    const name = names[Math.floor(random() * names.length)];
    await parts[name]();
    killed[name] = (killed[name] ?? 0) + 1;
    console.log(`${kill}: ${name}, ${after} ms after a look began; ${await progress()}`);
  }
  await settled();
  const faults = await faultsNow();
  const looks = recordedLooks().length;
  console.log(
    `${values.kills} kills (${Object.entries(killed)
      .map(([name, times]) => `${name} ${times}`)
      .join(', ')}), seed ${values.seed}: ` +
      `${looks} looks were recorded, ${faults.length} faults${faults.map((fault) => `\n  ${fault}`).join('')}`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  for (const part of [watch, worker, redis]) await part.end();
  await sample.stop();
  await cluster.end();
  rmSync(room, { recursive: true, force: true });
}

/** Asks until a look begins: on a busy machine, a watch takes a while to be there. */
async function lookBegun() {
  const before = looksBegun();
  const deadline = Date.now() + 300_000;
  while (looksBegun() <= before && Date.now() < deadline) {
    await askForLook();
    await sleep(500);
  }
  if (looksBegun() <= before)
    throw new Error(`no look began: ${readFileSync(path.join(room, 'output.txt'), 'utf8').slice(-1_000)}`);
}

function looksBegun() {
  return existsSync(out) ? readdirSync(out).filter((name) => name.startsWith('look-')).length : 0;
}

/** A watch that has just been killed is not there yet, and one that looks takes no other wish. */
async function askForLook() {
  await fetch(`http://127.0.0.1:${lookPort}/look`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  }).catch(() => {});
}

/** All looks on disk of which there is something to judge: a whole capture, or visits if the watch was killed before it. */
function recordedLooks() {
  if (!existsSync(out)) return [];
  return readdirSync(out)
    .filter((name) => /^look-.*\.heaptrail$/.test(name))
    .map((name) => path.join(out, name))
    .filter((folder) => {
      try {
        const { captures } = JSON.parse(readFileSync(path.join(folder, 'recording.json'), 'utf8'));
        const isWhole = captures.some(({ status }) => status === 'whole');
        return isWhole || existsSync(path.join(folder, 'visits.ndjson'));
      } catch {
        return false;
      }
    });
}

async function idsOnCards() {
  const cards = await store.list('cards/');
  return cards.map((key) => path.basename(key, '.json'));
}

async function progress() {
  const cards = await idsOnCards().catch(() => []);
  return `${recordedLooks().length} looks recorded, ${cards.length} reports in the store`;
}

/** All that waits has arrived: nothing is in an outbox, nothing unsent, nothing not analyzed. */
async function settled() {
  const deadline = Date.now() + Number(values.patience);
  const countIn = (name) => {
    const folder = path.join(out, name);
    return existsSync(folder) ? readdirSync(folder).length : 0;
  };
  while (Date.now() < deadline) {
    await sleep(2_000);
    if (countIn('outbox') + countIn('unsent') > 0) continue;
    if ((await waitingRecordings(store)).length === 0) return;
  }
  console.log(
    `not settled: ${countIn('outbox')} in the outbox, ${countIn('unsent')} unsent, ${(await waitingRecordings(store)).length} not analyzed`,
  );
}

async function faultsNow() {
  const looked = recordedLooks().map((folder) => identityOf(folder, hostOrigin()).id);
  const told = await idsOnCards();
  const reports = (await store.list('reports/'))
    .filter((key) => key.endsWith('/report.json'))
    .map((key) => key.split('/')[1]);
  return [
    ...(looked.length === 0 ? ['no look was recorded, so nothing was tried'] : []),
    ...looked.filter((id) => !told.includes(id)).map((id) => `${id} was recorded and has no card`),
    ...told.filter((id, at) => told.indexOf(id) !== at).map((id) => `${id} has several cards`),
    ...told.filter((id) => !looked.includes(id)).map((id) => `${id} has a card and was never recorded`),
    ...told.filter((id) => !reports.includes(id)).map((id) => `${id} has a card and no report`),
    ...(new Set(told).size === looked.length ? [] : [`${looked.length} looks, ${new Set(told).size} cards`]),
  ];
}

function hostOrigin() {
  return { 'host.name': hostname() };
}
