import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { attachToProcess } from '../probes/attach/attach.ts';
import type { Connection } from '../probes/connection.ts';
import { readProcText } from '../probes/host/linux/proc-files.ts';
import { planRecording } from '../probes/session/plan/plan.ts';
import { recordTarget } from '../probes/session/record-target.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { listTargets } from '../probes/target/target-process.ts';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LiveTarget } from './live-target.ts';

const idle = `setInterval(() => {}, 1000); console.log('ready')`;

const folders: string[] = [];
function scratch(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-refusals-'));
  folders.push(folder);
  return folder;
}

afterEach(async () => {
  await LiveTarget.endAll();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** What attaching is refused with; everything a refusal says has to help its reader. */
async function refusal(pid: number): Promise<{ code: string; message: string; next: string }> {
  const error = await attachToProcess(pid).then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toMatchObject({ name: 'ProbeError', message: expect.stringContaining(String(pid)) });
  expect(error.next).not.toBe('');
  return error;
}

it('refuses a pid that nobody has', async () => {
  expect(await refusal(2 ** 22 + 1)).toMatchObject({ code: 'no-such-process' });
});

it('refuses itself', async () => {
  expect(await refusal(process.pid)).toMatchObject({ code: 'own-process' });
});

it("refuses another user's process, without a signal", async () => {
  const isRoot = process.getuid!() === 0;
  const target = await LiveTarget.start(await nodeBinary(22), idle);
  const nobody = 65_534;
  if (isRoot) process.seteuid!(nobody);
  try {
    // Who is not root cannot start a process of another user; process 1 is one.
    expect(await refusal(isRoot ? target.pid : 1)).toMatchObject({ code: 'not-permitted' });
  } finally {
    if (isRoot) process.seteuid!(0);
  }
  expect(target.running).toBe(true);
});

it('refuses a thread and names its process', async () => {
  const target = await LiveTarget.start(await nodeBinary(22), idle);
  const thread = readdirSync(`/proc/${target.pid}/task`)
    .map(Number)
    .find((id) => id !== target.pid)!;
  expect(await refusal(thread)).toMatchObject({
    code: 'thread-of-process',
    next: `run \`heaptrail attach ${target.pid}\``,
  });
});

it('refuses a program that runs no JavaScript, without a signal', async () => {
  const target = await LiveTarget.run('sleep', ['60'], { awaitReady: false });
  expect(await refusal(target.pid)).toMatchObject({ code: 'not-javascript' });
  expect(target.running).toBe(true);
});

it('refuses a process that has ended and was not collected', async () => {
  // The shell becomes a sleep that never collects the child it inherits: which must not end before.
  const child = 'until [ "$(cat /proc/$$/comm)" = sleep ]; do sleep 0.1; done';
  const parent = await LiveTarget.run('sh', ['-c', `(${child}) & echo "child $! ready"; exec sleep 60`]);
  const zombie = Number(/child (\d+)/.exec(parent.stdout)![1]);
  await until(() => /^State:\s+Z/m.test(readProcText(`/proc/${zombie}/status`) ?? ''));
  expect(await refusal(zombie)).toMatchObject({ code: 'not-alive' });
});

it('refuses a stopped process, and attaches once it runs again', async () => {
  const target = await LiveTarget.start(await nodeBinary(24), idle);
  target.signal('SIGSTOP');
  await until(() => /^State:\s+T/m.test(readProcText(`/proc/${target.pid}/status`)!));
  expect(await refusal(target.pid)).toMatchObject({
    code: 'stopped',
    next: expect.stringContaining('kill -CONT'),
  });
  target.signal('SIGCONT');
  await (await attachToProcess(target.pid)).detach();
});

describe('a Node that opens no inspector', () => {
  it.each([
    [22, '--disable-sigusr1'],
    [24, '--disable-sigusr1'],
    [24, '--permission'],
    [26, '--permission'],
  ] as const)('node %i %s: says which option is in the way', async (major, option) => {
    const target = await LiveTarget.start(await nodeBinary(major), idle, { args: [option] });
    const { code, message, next } = await refusal(target.pid);
    expect(code).toBe('inspector-disabled');
    expect(message).toContain(option);
    expect(next).toContain(
      option === '--permission' ? '--permission --allow-inspector' : `without ${option}`,
    );
    expect(next).toMatch(/node --heapsnapshot-signal=SIGUSR2`; then run `heaptrail attach PID` again$/);
    expect(target.running).toBe(true);
  });

  it.each([24, 26] as const)('node %i --permission --allow-inspector: is attached to', async (major) => {
    const args = ['--permission', '--allow-inspector', '--inspect-port=0'];
    const target = await LiveTarget.start(await nodeBinary(major), idle, { args });
    const connection = await attachToProcess(target.pid);
    expect(connection.notes).toEqual([]);
    expect(await connection.sampleRuntime()).toMatchObject({ heapUsed: expect.any(Number) });
    expect(await connection.detach()).toEqual([]);
    expect(listenSocketsOf(target.pid)).toEqual([]);
  });

  it('does not signal a program that took the handler away', async () => {
    const source = `const on = () => {}; process.on('SIGUSR1', on); process.off('SIGUSR1', on); ${idle}`;
    const target = await LiveTarget.start(await nodeBinary(22), source);
    expect(await refusal(target.pid)).toMatchObject({ code: 'signal-not-caught' });
    expect(target.running).toBe(true);
  });

  it('explains a handler of the program itself', async () => {
    const source = `process.on('SIGUSR1', () => {}); ${idle}`;
    const target = await LiveTarget.start(await nodeBinary(24), source);
    expect(await refusal(target.pid)).toMatchObject({ code: 'inspector-not-opened' });
    expect(target.running).toBe(true);
  });

  it('explains an inspector that only stderr names, before any signal', async () => {
    const target = await LiveTarget.start(await nodeBinary(22), idle, {
      env: { NODE_OPTIONS: '--inspect-publish-uid=stderr' },
    });
    expect(await refusal(target.pid)).toMatchObject({ code: 'inspector-unlisted' });
    expect(target.stderr).toBe('');
  });

  it('names the process that holds its port', async () => {
    const holder = await listenOnFreePort();
    const { port } = holder.address() as { port: number };
    const target = await LiveTarget.start(await nodeBinary(22), idle, { args: [`--inspect-port=${port}`] });
    const refused = await refusal(target.pid);
    holder.close();
    expect(refused).toMatchObject({ code: 'inspector-port-taken' });
    expect(refused.message).toContain(`process ${process.pid} already listens there`);
  });
});

describe('bun', () => {
  it('is recognised and refused without a signal', async () => {
    const target = await LiveTarget.run(await bunBinary(), ['-e', idle]);
    expect(await refusal(target.pid)).toMatchObject({
      code: 'bun-not-prepared',
      message: expect.stringMatching(/Bun 1\.4\.5.*no signal was sent/),
    });
    expect(target.running).toBe(true);
  });

  it.each([
    ['an inspector on a random path', { BUN_INSPECT: 'ws://127.0.0.1:0' }, /random path that Bun printed/],
    [
      'a collector that was there',
      { BUN_INSPECT_CONNECT_TO: 'unix:///nowhere.sock' },
      /connects once, at startup/,
    ],
  ])('with %s is refused with what to set instead', async (_, env, words) => {
    const target = await LiveTarget.run(await bunBinary(), ['-e', idle], { env });
    const { message, next } = await refusal(target.pid);
    expect(message).toMatch(words);
    expect(next).toContain('BUN_INSPECT=ws://127.0.0.1:0/SECRET');
    expect(target.running).toBe(true);
  });

  it('is recognised under another name', async () => {
    const renamed = path.join(scratch(), 'node');
    copyFileSync(await bunBinary(), renamed);
    const target = await LiveTarget.run(renamed, ['-e', idle]);
    expect(await refusal(target.pid)).toMatchObject({ code: 'bun-not-prepared' });
    expect(target.running).toBe(true);
  });

  it('is recognised in a compiled executable that mentions Node', async () => {
    const folder = scratch();
    const source = path.join(folder, 'agent.js');
    writeFileSync(source, `globalThis.mentions = 'node.js/v24.1.0'; ${idle}`);
    const compiled = path.join(folder, 'agent');
    await run(await bunBinary(), ['build', '--compile', source, '--outfile', compiled]);
    const target = await LiveTarget.run(compiled, []);
    expect(await refusal(target.pid)).toMatchObject({ code: 'bun-not-prepared' });
    expect(target.running).toBe(true);
    expect(listTargets().find(({ pid }) => pid === target.pid)).toMatchObject({
      runtime: 'bun',
      version: '1.4.5',
    });
  });
});

it('takes the arguments of a single executable for its own', async () => {
  const folder = scratch();
  const drop = `const on = () => {}; process.on('SIGUSR1', on); process.off('SIGUSR1', on);`;
  writeFileSync(path.join(folder, 'app.cjs'), `if (process.env.DROP) { ${drop} } ${idle}`);
  const config = path.join(folder, 'sea.json');
  const program = path.join(folder, 'app');
  writeFileSync(
    config,
    JSON.stringify({
      main: path.join(folder, 'app.cjs'),
      output: program,
      disableExperimentalSEAWarning: true,
    }),
  );
  await run(await nodeBinary(26), ['--build-sea', config]);

  // None of these is an option of Node here.
  const own = ['--inspect-port=1', '--disable-sigusr1', '--permission'];
  const port = { NODE_OPTIONS: '--inspect-port=0' };
  const target = await LiveTarget.run(program, own, { env: port });
  const connection = await attachToProcess(target.pid);
  expect(connection.target).toMatchObject({ runtime: 'node', executable: program });
  expect(await connection.detach()).toEqual([]);
  expect(listenSocketsOf(target.pid)).toEqual([]);

  const dropping = await LiveTarget.run(program, own, { env: { DROP: '1', ...port } });
  expect(await refusal(dropping.pid)).toMatchObject({
    code: 'signal-not-caught',
    next: expect.stringMatching(/single executable of Node.*`NODE_OPTIONS=--heapsnapshot-signal=SIGUSR2`/),
  });
  expect(dropping.running).toBe(true);
});

it('lists renamed Node processes with version and command', async () => {
  const renamed = path.join(scratch(), 'agent');
  copyFileSync(await nodeBinary(26), renamed);
  const target = await LiveTarget.start(renamed, idle);
  const listed = listTargets().find(({ pid }) => pid === target.pid);
  expect(listed).toMatchObject({ runtime: 'node', executable: renamed, command: [renamed, '-e', idle] });
  expect(listed!.version).toMatch(/^26\./);
  expect(Math.abs(listed!.startedAt - Date.now())).toBeLessThan(60_000);
});

it('refuses a capture that memory does not allow, with figures, and leaves nothing behind', async () => {
  const target = await LiveTarget.start(await nodeBinary(22), idle);
  const connection = await attachToProcess(target.pid);
  // All real but the size of the heap: a real one of this size would not fit into the machine either.
  const huge: Connection = {
    target: connection.target,
    notes: connection.notes,
    ended: connection.ended,
    sampleRuntime: async () => ({ heapUsed: 2 ** 45 }),
    capture: (request) => connection.capture(request),
    detach: () => connection.detach(),
  };
  const folder = path.join(scratch(), 'a.heaptrail');
  const plan = planRecording({ captures: 2, every: 1_000 });
  const asked = recordTarget(huge, { plan, folder, onEvent: () => {}, signal: new AbortController().signal });
  await expect(asked).rejects.toMatchObject({
    code: 'capture-refused',
    message: expect.stringMatching(/MiB more memory.*MiB is left/),
  });
  expect(readdirSync(path.dirname(folder))).toEqual([]);
  expect(listenSocketsOf(target.pid)).toEqual([]);
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function listenOnFreePort(): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`)),
    );
  });
}
