import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseTreeManifest } from '../format/recording-text.ts';
import type { Report } from '../format/report.ts';
import { readProcText } from '../probes/host/linux/proc-files.ts';
import { descendants } from '../probes/target/descendants.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-tree-'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/**
 * A cluster of eight workers, of which the third leaks, a grandchild below one of them, and a child that runs no
 * JavaScript. The children end with their parent.
 */
const cluster = `
  const cluster = require('node:cluster');
  const { fork, spawn } = require('node:child_process');
  process.on('disconnect', () => process.exit());
  if (process.argv[2] === 'grandchild') {
    setInterval(() => {}, 1000);
    process.send('up');
  } else if (cluster.isPrimary) {
    spawn('sleep', ['600'], { stdio: 'ignore' }).unref();
    let up = 0;
    cluster.on('message', () => { up += 1; if (up === 8) console.log('ready'); });
    for (let i = 0; i < 8; i += 1) cluster.fork();
  } else {
    class Ticket { constructor(n) { this.n = n; } }
    const open = (exports.open = new Map());
    let n = 0;
    let last;
    setInterval(() => {
      last = Array.from({ length: 50 }, (_, i) => ({ i }));
      for (let i = 0; i < 20 && cluster.worker.id === 3; i += 1) { n += 1; open.set(n, new Ticket(n)); }
    }, 10);
    if (cluster.worker.id === 5) fork(__filename, ['grandchild']).once('message', () => process.send('up'));
    else process.send('up');
  }
`;

it.concurrent('names the process of a tree of ten that leaks, and what holds it', async () => {
  const program = path.join(room, 'server.cjs');
  writeFileSync(program, cluster);
  const target = await LiveTarget.run(await nodeBinary(22), [program]);
  const family = [target.pid, ...descendants(target.pid)];
  const folder = path.join(room, 'ten.heaptrail');
  const { code, stdout, stderr } = await heaptrail([
    ...[
      'attach',
      String(target.pid),
      '--tree',
      '--captures',
      '3',
      '--every',
      '300ms',
      '--parts',
      'heap',
      '--json',
      '--out',
      folder,
    ],
  ]);
  expect(code, stderr).toBe(1);

  const { verdict, suspects, heaps, coverage } = JSON.parse(stdout) as Report;
  const leaking = family.find((pid) => readProcText(`/proc/${pid}/environ`)?.includes('NODE_UNIQUE_ID=3\0'))!;
  expect(verdict).toMatchObject({
    outcome: 'growth',
    problem: 'retained-objects',
    sentence: expect.stringMatching(
      `^process ${leaking} \\(worker 3 of cluster\\) leaks: Map \`exports.open\` gains`,
    ),
    evidence: expect.arrayContaining([expect.stringMatching(/^of 10 heaps, 1 grows\b/)]),
  });
  expect(suspects[0]).toMatchObject({
    entryClass: 'Ticket',
    heaps: [`process ${leaking} (worker 3 of cluster)`],
  });
  expect(heaps).toHaveLength(10);
  expect(heaps![0]).toMatchObject({ pid: leaking, report: { verdict: { outcome: 'growth' } } });
  expect(coverage.limits.join()).not.toContain('was not recorded');

  // Of several processes one was captured after the other.
  const spans = heaps!
    .flatMap(({ pid }) => capturesOf(path.join(folder, 'processes', String(pid))))
    .sort((a, b) => a.at - b.at);
  expect(spans).toHaveLength(30);
  for (const [i, { at, duration }] of spans.slice(0, -1).entries()) {
    expect(at + duration).toBeLessThanOrEqual(spans[i + 1]!.at);
  }
  expect(family.filter((pid) => listenSocketsOf(pid).length > 0)).toEqual([]);
  expect(descendants(target.pid)).toHaveLength(family.length - 1);
  await target.end();

  await opensFromWhatIsLeft(folder, suspects[0]!.fingerprint, leaking);
}, 240_000);

/** `explain` and `view` open it, and `analyze` also if the manifest of the tree is torn. */
async function opensFromWhatIsLeft(folder: string, fingerprint: string, leaking: number): Promise<void> {
  const left = path.join(room, 'left.heaptrail');
  cpSync(folder, left, { recursive: true });
  // Two of ten stand for all, so that the others need not be read again and again.
  const others = readdirSync(path.join(left, 'processes')).filter((pid) => pid !== String(leaking));
  const lost = others.slice(1);
  for (const pid of lost) rmSync(path.join(left, 'processes', pid), { recursive: true });
  const manifest = path.join(left, 'tree.json');
  const { processes, ...more } = parseTreeManifest(readFileSync(manifest, 'utf8'));
  const kept = processes.filter(({ pid }) => !lost.includes(String(pid)));
  writeFileSync(manifest, JSON.stringify({ ...more, processes: kept }));

  const explained = await heaptrail(['explain', left, fingerprint.slice(0, 4)]);
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('survivors by birth') });
  const page = path.join(room, 'tree.html');
  expect(await heaptrail(['view', left, '-o', page])).toMatchObject({ code: 0 });
  expect(readFileSync(page, 'utf8')).toContain('worker 3 of cluster');

  truncateSync(manifest, 200);
  const again = await heaptrail(['analyze', left, '--json']);
  const { verdict, coverage } = JSON.parse(again.stdout) as Report;
  expect(verdict.sentence).toContain('(worker 3 of cluster) leaks: Map `exports.open`');
  expect(coverage.limits.join()).toContain('tree.json is not complete JSON');
}

it.concurrent('records children that come and go, also those of Bun, and tells of one that was not prepared', async () => {
  const folder = path.join(room, 'moving.heaptrail');
  const source = `
    const { fork, spawn } = require('node:child_process');
    const { existsSync } = require('node:fs');
    if (process.argv[2] === 'child') {
      process.on('disconnect', () => process.exit());
      setInterval(() => {}, 1000);
    } else {
      const start = (env) => spawn(process.env.BUN, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', env });
      const buns = [start(process.env), start({})];
      const recorded = ({ pid }, then) => {
        if (existsSync(process.env.RECORDING + '/processes/' + pid + '/recording.json')) then();
        else setTimeout(() => recorded({ pid }, then), 50);
      };
      const child = fork(__filename, ['child']);
      recorded(child, () => {
        child.kill('SIGKILL');
        const next = fork(__filename, ['child']);
        recorded(next, () => { for (const bun of buns) bun.kill('SIGKILL'); next.disconnect(); process.exit(); });
      });
    }
  `;
  const program = path.join(room, 'parent.cjs');
  writeFileSync(program, source);
  const words = ['record', '--tree', '--captures', '0', '--for', '60s', '--out', folder, '--json', '--'];
  const { code, stderr } = await heaptrail([...words, 'sh', '-c', `${await nodeBinary(24)} ${program}; :`], {
    env: { BUN: await bunBinary(), RECORDING: folder },
  });
  const { processes, state } = parseTreeManifest(readFileSync(path.join(folder, 'tree.json'), 'utf8'));
  expect(state, stderr).toBe('complete');
  const parent = processes.find(({ runtime, command }) => runtime === 'node' && !command.includes('child'));
  const children = processes.filter((each) => each !== parent);
  expect(parent).toMatchObject({ runtime: 'node', folder: `processes/${parent!.pid}` });
  expect(children.filter(({ runtime }) => runtime === 'node')).toHaveLength(2);
  expect(children.filter(({ folder: own }) => own !== undefined)).toHaveLength(3);
  const buns = children.filter(({ runtime }) => runtime === 'bun');
  expect(buns.flatMap(({ notRecorded }) => notRecorded ?? [])).toEqual([
    expect.stringContaining('no signal was sent'),
  ]);
  // What could not be judged never looks green.
  expect(code).toBe(3);
});

it('refuses a tree in which nothing runs JavaScript', async () => {
  const target = await LiveTarget.run('sh', ['-c', 'echo ready; exec sleep 1']);
  const { code, stderr } = await heaptrail(['attach', String(target.pid), '--tree']);
  expect(code).toBe(2);
  expect(stderr).toContain(`there is no process ${target.pid}`);
});

function capturesOf(folder: string): readonly { readonly at: number; readonly duration: number }[] {
  return JSON.parse(readFileSync(path.join(folder, 'recording.json'), 'utf8')).captures;
}
