import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { recordInto, run } from './heaptrail.mjs';
import { copyOfSamples } from './record-samples.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = process.execPath;
/** On a busy machine a process does not say in time how large its heap is: these are small, or there is room. */
const justRecord = ['--no-analyze', '--quiet', '--force'];
const olderBun = '1.3.14';
const short = ['--every', '2s', '--captures', '4', '--parts', 'heap'];
const longer = ['--every', '8s', '--captures', '4', '--parts', 'heap'];

/** What only some recordings have: pulses, stacks, threads, trees, the work of others; and programs of real size. */
export function recordersOfPrograms(root) {
  const program = (name) => join(copyOfPrograms(root), name);
  const sample = (name) => join(copyOfSamples(root), name, 'agent.mjs');
  const recorded = (name, options, command) => ({
    name,
    make: async (out) =>
      recordInto(out, ['record', ...options, ...justRecord, '--out', out, '--', ...(await command())]),
  });
  const ticking = (how) => () => [node, program('ticking.cjs'), how];
  const agent =
    (name, ...flags) =>
    () => [node, sample(name), '--for', '300', ...flags];
  const onOlderBun =
    (name, ...flags) =>
    async () => [await bunBinary(olderBun), sample(name), '--for', '300', ...flags];
  const counted = ['--operations', 'globalThis.agent.operations'];
  return [
    recorded('pulses/ticking-keep', ['--pulses', ...short, '--operations', 'ticks'], ticking('keep')),
    recorded('pulses/ticking-replace', ['--pulses', ...short], ticking('replace')),
    recorded('pulses/until-growth', ['--until-growth', '--for', '36s', '--captures', '1'], ticking('keep')),
    recorded('pulses/one-capture', ['--pulses', '--for', '12s', '--captures', '1'], ticking('keep')),
    recorded('pulses/plan-auto', ['--plan', 'auto', '--for', '90s', '--window', '12s'], ticking('keep')),
    ...['chat-run-buffers', 'event-listeners', 'async-queue', 'lsp-diagnostics'].flatMap((name) => [
      recorded(`pulses/${name}-leaky`, ['--pulses', ...short, ...counted], agent(name)),
      recorded(`pulses/${name}-fixed`, ['--pulses', ...short, ...counted], agent(name, '--fixed')),
    ]),
    ...['chat-run-buffers', 'session-children', 'buffer-cache'].map((name) =>
      recorded(`stacks/${name}`, ['--stacks', ...short, ...counted], agent(name)),
    ),
    ...['chat-run-buffers', 'event-listeners', 'pending-promises'].flatMap((name) => [
      recorded(`bun-1.3/${name}-leaky`, [...short, ...counted], onOlderBun(name)),
      recorded(`bun-1.3/${name}-fixed`, [...short, ...counted], onOlderBun(name, '--fixed')),
    ]),
    ...[olderBun, undefined].map((version) => ({
      name: `bun-v8-format/${version ?? 'current'}`,
      make: async (out) => {
        mkdirSync(out);
        await run(await bunBinary(version), [program('bun-v8.mjs')], { cwd: out });
      },
    })),
    recorded('threads/indexer', short, () => [node, program('threads.mjs')]),
    recorded('tree/cluster', [...short, '--tree'], () => [node, program('cluster.cjs')]),
    recorded('redacted/chat-run-buffers', [...short, '--redact'], agent('chat-run-buffers')),
    recorded('all-parts/chat-run-buffers-fixed', ['--every', '10s'], agent('chat-run-buffers', '--fixed')),
    recorded('no-sampling/event-listeners', [...short, '--no-sampling'], agent('event-listeners')),
    recorded('three-captures/timers-pile', ['--every', '2s', '--captures', '3'], agent('timers-pile')),
    recorded('two-captures/timers-pile', ['--every', '2s', '--captures', '2'], agent('timers-pile')),
    { name: 'check/ci-project', make: (out) => check(copyOfSamples(root), out) },
    ...['map', 'closures', 'text'].map((name) => ({
      name: `leak-tests/${name}`,
      make: (out) => leakTest(program('leak-tests.mjs'), name, out),
    })),
    ...['leak', 'clean'].map((how) =>
      recorded(`real/express-pino-${how}`, [...longer, '--operations', 'served'], async () => [
        node,
        await withPackages(root, 'web-server.mjs', ['express@5', 'pino@9']),
        how,
      ]),
    ),
    recorded('real/vite', [...longer, '--operations', 'served'], () => [node, program('dev-server.mjs')]),
    { name: 'real/tsserver', make: (out) => recordTsserver(out) },
  ];
}

/** Of their own, so that what reports say of their sources does not change when these files do. */
function copyOfPrograms(root) {
  copyOfSamples(root);
  const folder = join(root, 'programs', 'identity');
  if (!existsSync(folder)) cpSync(here('programs'), folder, { recursive: true });
  return folder;
}

async function withPackages(root, name, packages) {
  const folder = join(root, 'programs', 'packages');
  const file = join(folder, name);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], { cwd: folder });
  cpSync(here(`programs/${name}`), file);
  return file;
}

async function check(samples, out) {
  const words = ['check', '--drive', 'drive.mjs', '--ready-line', 'listening', '--quiet', '--out', out];
  await recordInto(out, [...words, '--', node, 'src/server.mjs'], { cwd: join(samples, 'ci-project') });
}

async function leakTest(program, name, out) {
  const folder = mkdtempSync(`${out}-`);
  const testing = new URL('../../dist/testing/index.js', import.meta.url).href;
  try {
    await run(node, [program, folder, testing, name]);
    const made = readdirSync(folder).find((entry) => entry.endsWith('.heaptrail'));
    if (made === undefined) throw new Error('the test found no leak');
    renameSync(join(folder, made), out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The server ends with the session, whose pipe it reads. */
async function recordTsserver(out) {
  const session = spawn(node, [here('../tsserver-session.mjs'), '--for', '1200'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(session, 'close');
  const [line] = await once(createInterface(session.stdout), 'line');
  try {
    const options = ['--every', '15s', '--captures', '4', '--parts', 'heap'];
    await recordInto(out, ['attach', line.split(' ')[1], ...options, ...justRecord, '--out', out]);
  } finally {
    session.kill();
    await ended;
  }
}
