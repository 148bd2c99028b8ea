import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../testing/heap-builder.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { commandFile, heaptrail, type Ran } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

/** What a person sees on a terminal, and how the command calls itself. */

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = new ScratchFolder();
afterAll(async () => {
  await LiveTarget.endAll();
  scratch.remove();
});

describe('how to call it again', () => {
  /** Above every process id. */
  const nobody = '4194305';
  const command = path.join(root, 'dist/cli/main.js');

  it('is a path in a clone', async () => {
    const { stderr } = await heaptrail(['attach', nobody], { command, cwd: root });
    expect(stderr).toContain('`node dist/cli/main.js ps`');
  });

  it('is npx if it is installed in a project', async () => {
    const bin = path.join(scratch.path, 'node_modules/.bin');
    mkdirSync(bin, { recursive: true });
    symlinkSync(command, path.join(bin, 'heaptrail'));
    const [error, tour, help] = await Promise.all(
      [['attach', nobody], [], ['attach', '--help']].map((words) =>
        heaptrail(words, { command: path.join(bin, 'heaptrail') }),
      ),
    );
    expect(error!.stderr).toContain('`npx heaptrail ps`');
    expect(tour!.stdout).toContain('npx heaptrail check --load');
    expect(help!.stdout).toContain('npx heaptrail attach 4711');
  });
});

describe('a terminal of 80 columns', () => {
  it('gets a report whose lines fit, hanging below their text', async () => {
    const snapshots = drawHeap((h) => {
      const sessions = h.map();
      h.root.property('sessions', sessions);
      for (let capture = 0; capture < 3; capture++) {
        for (let i = 0; i < 200; i++) sessions.set(h.string(`${capture}.${i}`), h.object('Session'));
        h.capture();
      }
    }).writeTo(scratch.path);
    const { stdout } = await onTerminal(['analyze', ...snapshots.map((file) => path.basename(file))]);
    // A command stays whole, so that it can be copied.
    const lines = plain(stdout)
      .replace(/^ {2}= more: .*\n/gm, '')
      .split('\n');
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
    expect(plain(stdout)).toMatch(/ {2}= help: {5}\S.*\n {14}\S/);
  });

  it('gets a watch in lines to read, and objects only with --json', async () => {
    const target = await LiveTarget.start(
      process.execPath,
      "setInterval(() => {}, 100); console.log('ready');",
    );
    const words = ['watch', String(target.pid), '--for', '2s'];
    const [lines, objects] = await Promise.all([
      onTerminal([...words, '--out', 'lines']),
      onTerminal([...words, '--out', 'objects', '--json']),
    ]);
    expect(plain(lines.stdout)).toMatch(/^\d\d:\d\d:\d\d {2}started {3}watching \d+/m);
    expect(plain(lines.stdout)).toMatch(/^\d\d:\d\d:\d\d {2}ended/m);
    expect(plain(objects.stdout)).toMatch(/^\{.*"event":"started"/m);
  });
});

describe('recordings', () => {
  it('stay out of git, and the oldest make room', async () => {
    const program = 'const kept = []; setInterval(() => kept.push({}), 50);';
    writeFileSync(path.join(scratch.path, 'program.mjs'), program);
    const record = () =>
      heaptrail(
        [...'record --no-analyze --captures 1 --keep 1 --'.split(' '), process.execPath, 'program.mjs'],
        { cwd: scratch.path },
      );
    const first = await record();
    const second = await record();
    const name = /recorded in (\S+)/;
    const [, older] = name.exec(first.stderr)!;
    const [, newer] = name.exec(second.stderr)!;
    expect(second.stderr).toContain(`deleted 1 old recording (`);
    expect(second.stderr).toContain(older);
    expect(readdirSync(scratch.path).filter((file) => file.endsWith('.heaptrail'))).toEqual([newer]);
    expect(readFileSync(path.join(scratch.path, newer!, '.gitignore'), 'utf8')).toBe('*\n');
  });
});

it('a wrapper is told which of its processes to attach to', async () => {
  const wrapper = spawn('sh', ['-c', `'${process.execPath}' -e 'setInterval(() => {}, 100)'; true`]);
  try {
    await expect
      .poll(async () => (await heaptrail(['attach', String(wrapper.pid)])).stderr, { timeout: 60_000 })
      .toMatch(/is neither Node nor Bun .*\nhelp: attach to what it started: heaptrail attach \d+ \(.*node/);
  } finally {
    const { stderr } = await heaptrail(['attach', String(wrapper.pid)]);
    const child = /heaptrail attach (\d+)/.exec(stderr)?.[1];
    if (child !== undefined) process.kill(Number(child));
    wrapper.kill();
  }
});

/** `script` gives the command a terminal of its own. */
function onTerminal(words: readonly string[]): Promise<Ran> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const typed = [process.execPath, commandFile, ...words].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty cols 80; ${typed}`, '/dev/null'], {
    cwd: scratch.path,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout: stdout.replaceAll('\r\n', '\n'), stderr }));
  });
}

/** Without colors, and without the live line that is written over. */
function plain(text: string): string {
  return text.replace(/\x1b\[[\d;]*[mK]/g, '').replace(/^.*\r/gm, '');
}
