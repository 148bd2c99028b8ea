import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, it, vi } from 'vitest';
import { parseManifest } from '../format/recording-text.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { heaptrail, type Ran } from './heaptrail-command.ts';

/** `heaptrail record` on programs that are, start, or were made by Bun. */

vi.setConfig({ maxConcurrency: 3 });
const run = promisify(execFile);

const program = `
  interface Session { readonly id: number }
  const sessions = new Map<string, Session>();
  let served = 0;
  (globalThis as any).served = () => served;
  setInterval(() => { served += 1; sessions.set('session ' + served, { id: served }); }, 10);
`;

/** Snapshots and replies of some MB, which Bun cannot send at once. */
const big = `
  const make = new Function('return function () { /* ' + 'what makes it long '.repeat(100) + ' */ }');
  const many = (make: (at: number) => unknown, count: number) => Array.from({ length: count }, (_, at) => make(at));
  const entries = (at: number) => many((key) => [{ key }, key % 2 ? make() : { text: 'é'.repeat(500) + at + key }], 6);
  (globalThis as any).big = [many((at) => new Map(entries(at) as any), 300), many((at) => ({ at: [at] }), 20_000)];
`;

interface Room {
  readonly folder: string;
  readonly bun: string;
  /** Records the command, which finds `bun` in its PATH. */
  record(command: readonly string[]): Promise<Ran>;
}

async function makeRoom(version = '1.4.5'): Promise<Room> {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-bun-record-'));
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  mkdirSync(path.join(folder, 'tmp'));
  const bun = path.join(bin, 'bun');
  copyFileSync(await bunBinary(version), bun);
  writeFileSync(path.join(folder, 'agent.ts'), program);
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ scripts: { start: 'bun agent.ts', on: 'sh -c "bun run start"' } }),
  );
  const words = [
    'record',
    '--every',
    '400ms',
    '--operations',
    'served()',
    '--json',
    '--out',
    'run.heaptrail',
  ];
  return {
    folder,
    bun,
    record: (command) =>
      heaptrail([...words, '--', ...command], {
        cwd: folder,
        env: { PATH: `${bin}:${process.env.PATH}`, TMPDIR: path.join(folder, 'tmp') },
      }),
  };
}

describe('the program', () => {
  it.concurrent.for([
    ['is Bun itself', ['bun', 'agent.ts']],
    ['is a script of package.json that starts another', ['bun', 'run', 'on']],
    ['is a shell', ['sh', '-c', 'bun agent.ts; true']],
    ['is compiled', ['./agent']],
  ] as const)('%s', async ([, command], { expect, onTestFinished }) => {
    const room = await makeRoom();
    onTestFinished(() => rmSync(room.folder, { recursive: true, force: true }));
    if (command[0] === './agent') {
      await run(room.bun, ['build', '--compile', 'agent.ts', '--outfile', 'agent'], { cwd: room.folder });
    }

    const { code, stdout, stderr } = await room.record(command);

    const manifest = parseManifest(
      readFileSync(path.join(room.folder, 'run.heaptrail/recording.json'), 'utf8'),
    );
    expect(manifest, stderr).toMatchObject({
      state: 'complete',
      target: { runtime: 'bun', version: '1.4.5' },
    });
    expect(new Set(manifest.captures.map(({ epoch }) => epoch)).size).toBe(1);
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.verdict.outcome).toBe('growth');
    expect(report.suspects[0]).toMatchObject({ kind: 'map', confirmed: true });
    expect(report.suspects[0].title).toContain('sessions');
    // Ended with the recording, and nothing of it is left.
    // Behind a shell nobody waits for it: it ends by itself, a moment later.
    await expect.poll(() => existsSync(`/proc/${manifest.target.pid}`), { timeout: 20_000 }).toBe(false);
    expect(readdirSync(path.join(room.folder, 'tmp'))).toEqual([]);
  });

  it.concurrent('is of real size, on Bun 1.3: Maps with long functions and strings', async ({
    expect,
    onTestFinished,
  }) => {
    const room = await makeRoom('1.3.14');
    onTestFinished(() => rmSync(room.folder, { recursive: true, force: true }));
    writeFileSync(path.join(room.folder, 'agent.ts'), big + program);
    const { code, stdout, stderr } = await room.record(['bun', 'agent.ts']);
    const { captures, state } = parseManifest(
      readFileSync(path.join(room.folder, 'run.heaptrail/recording.json'), 'utf8'),
    );
    expect({ state, code }, stderr).toEqual({ state: 'complete', code: 1 });
    expect(captures.every(({ heapUsed, operations }) => heapUsed! > 1e6 && operations! > 0)).toBe(true);
    expect(JSON.parse(stdout).suspects[0].title).toContain('sessions');
  });

  it.concurrent('is told from Bun if a script of package.json starts Node', async ({
    expect,
    onTestFinished,
  }) => {
    const room = await makeRoom();
    onTestFinished(() => rmSync(room.folder, { recursive: true, force: true }));
    const source = `globalThis.served = () => 1; setInterval(() => {}, 100)`;
    writeFileSync(path.join(room.folder, 'agent.cjs'), source);
    writeFileSync(
      path.join(room.folder, 'package.json'),
      JSON.stringify({ scripts: { start: `${process.execPath} agent.cjs` } }),
    );
    await room.record(['bun', 'run', 'start']);
    const manifest = parseManifest(
      readFileSync(path.join(room.folder, 'run.heaptrail/recording.json'), 'utf8'),
    );
    expect(manifest).toMatchObject({ state: 'complete', target: { runtime: 'node' } });
    expect(readdirSync(path.join(room.folder, 'tmp'))).toEqual([]);
  });

  it.concurrent('gets no variable of ours where it is Node', async ({ expect, onTestFinished }) => {
    const room = await makeRoom();
    onTestFinished(() => rmSync(room.folder, { recursive: true, force: true }));
    const source = `console.log('inspector ' + process.env.BUN_INSPECT)`;
    const { stderr } = await room.record([process.execPath, '-e', `${source}; setInterval(() => {}, 100)`]);
    expect(stderr).toContain('inspector undefined');
  });
});
