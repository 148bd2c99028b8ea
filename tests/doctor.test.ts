import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Diagnosis } from '../doctor/diagnosis.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

/** The examples of docs/doctor.md, in programs that leak. */
const root = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(root, 'docs/doctor.md'), 'utf8');
const [shortest, withOptions] = [...page.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => code);

const leak = `
  class Visit { constructor(n) { this.owner = ['hunter', n, 'example.com'].join('@'); } }
  globalThis.visits = [];
  globalThis.served = 0;
  const busy = setInterval(() => {
    for (let i = 0; i < 20; i += 1) visits.push(new Visit(visits.length));
    served += 1;
  }, 5);
`;
/** It ends by itself, if the doctor left nothing that keeps it. */
const end = `clearInterval(busy);`;

let room: string;
beforeAll(() => {
  room = mkdtempSync(path.join(tmpdir(), 'heaptrail-doctor-test-'));
  mkdirSync(path.join(room, 'node_modules'));
  symlinkSync(root, path.join(room, 'node_modules/heaptrail'));
});
afterAll(async () => {
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

/** A folder of its own, which is the home of the program. */
function layProgram(
  name: string,
  source: string,
): { readonly file: string; readonly env: Record<string, string>; readonly temporary: string } {
  const folder = mkdtempSync(path.join(room, `${name}-`));
  const temporary = mkdtempSync(path.join(room, `${name}-tmp-`));
  const file = path.join(folder, 'agent.mjs');
  writeFileSync(file, source);
  return { file, env: { HOME: folder, TMPDIR: temporary }, temporary };
}

function expectBundle(folder: string): void {
  const files = readdirSync(folder).toSorted();
  expect(files).toEqual(['issue.md', 'ledger.ndjson', 'page.html', 'report.json']);
  const texts = files.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  for (const text of texts) expect(text).not.toMatch(/hunter@|@example\.com/);
  expect(files.reduce((all, name) => all + statSync(path.join(folder, name)).size, 0)).toBeLessThan(
    1_000_000,
  );
}

it('examines a Node from inside, and leaves nothing but the bundle', async () => {
  const aborted = `
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 300);
    const { diagnose: examine } = await import('heaptrail/doctor');
    await examine({ signal: stop.signal, out: 'never' }).catch(({ message }) => console.log('aborted', message));
  `;
  const { file, env, temporary } = layProgram('node', leak + aborted + withOptions + end);
  const target = await LiveTarget.run(await nodeBinary(20), [file, '--token=hunter2'], {
    env,
    awaitReady: false,
  });
  expect(await target.ended, target.stderr).toEqual({ code: 0, signal: null });
  expect(target.stdout).toContain('aborted enough\n');
  expect(target.stdout).toMatch(/^(growth|possible) snapshots Memory .*`globalThis\.visits` gains .* \[\]$/m);
  expect(target.stderr).toMatch(/^recording \d+ % capture 2 taken$/m);
  expect(target.stderr).toMatch(/^analyzing \d+ % /m);
  const folder = path.join(target.folder, 'for-the-issue');
  expectBundle(folder);
  expect(readFileSync(path.join(folder, 'report.json'), 'utf8')).not.toContain(path.dirname(file));
  expect(readdirSync(target.folder)).toEqual(['for-the-issue']);
  expect(readdirSync(temporary).filter((name) => name.startsWith('heaptrail-'))).toEqual([]);
});

it.each(['as it is', 'compiled'])('examines a Bun 1.4.5 from inside, %s', async (how) => {
  const bun = await bunBinary('1.4.5');
  const { file, env, temporary } = layProgram('bun', leak + shortest + end);
  const compiled = path.join(path.dirname(file), 'agent');
  if (how === 'compiled')
    await promisify(execFile)(bun, ['build', '--compile', file, '--outfile', compiled], {
      cwd: path.dirname(file),
    });
  const words = how === 'compiled' ? ([compiled, []] as const) : ([bun, [file]] as const);
  const target = await LiveTarget.run(words[0], words[1], { env, awaitReady: false });
  expect(await target.ended, target.stderr).toEqual({ code: 0, signal: null });
  expect(target.stdout).toMatch(/^(possible )?growth: Array `globalThis\.visits` gains/m);
  const [bundle] = readdirSync(target.folder);
  expect(target.stdout).toContain(path.join(target.folder, bundle));
  expectBundle(path.join(target.folder, bundle));
  expect(readdirSync(temporary).filter((name) => name.startsWith('heaptrail-doctor-'))).toEqual([]);
});

it('examines a process from outside, which goes on as it was', async () => {
  const { file, env } = layProgram('outside', `${leak} console.log('ready');`);
  const target = await LiveTarget.run(await nodeBinary(20), [file], { env });
  const out = path.join(mkdtempSync(path.join(room, 'out-')), 'bundle');
  const words = [
    'doctor',
    String(target.pid),
    '--for',
    '10s',
    '--max-pause',
    '1m',
    '--fail-on',
    'possible',
    '--json',
    '--out',
    out,
  ];
  const { code, stdout, stderr } = await heaptrail(words);
  expect(code, stderr).toBe(1);
  const { verdict, bundle, issue } = JSON.parse(stdout) as Diagnosis;
  // A slow machine takes fewer captures, and proves less.
  expect(['growth', 'possible']).toContain(verdict.outcome);
  expect(issue.body).toContain('globalThis.visits');
  expect(bundle).toMatchObject({ folder: out });
  expectBundle(out);
  expect(target.running).toBe(true);
  expect(listenSocketsOf(target.pid)).toEqual([]);
  expect(existsSync(path.join(out, 'captures'))).toBe(false);
});

it('names what is wrong before it records', async () => {
  const used = await heaptrail(['doctor', String(process.pid), '--out', room]);
  expect(used).toMatchObject({ code: 2, stderr: expect.stringContaining('is not an empty folder') });
  const unnamed = await heaptrail(['attach', '--name', 'no-such-script.js']);
  expect(unnamed).toMatchObject({ code: 2, stderr: expect.stringContaining('runs no-such-script.js') });
});
