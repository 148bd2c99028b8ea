import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { directChildren } from '../probes/target/descendants.ts';
import { listenSocketsInNetworkOf } from '../probes/target/listen-sockets.ts';
import { commandFile, heaptrail, type Ran } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

const isRoot = process.getuid!() === 0;
/** Who is not root is root in a namespace of users, for all that belongs to it. */
const asRoot = isRoot ? [] : ['--user', '--map-root-user'];
const asNobody = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
const quick = ['--captures', '3', '--every', '700ms', '--parts', 'heap', '--json'];

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-containers-'));
chmodSync(room, 0o755);
/** A changed user is no longer told that its parent ended (`prctl`): each program is ended by its own id. */
const inside: number[] = [];
afterAll(async () => {
  for (const pid of inside) endIfRunning(pid);
  await LiveTarget.endAll();
  rmSync(room, { recursive: true });
});

const leaky = `globalThis.sessions = new Map(); let n = 0;
  setInterval(() => { for (let i = 0; i < 20; i += 1) sessions.set(n += 1, { n }); }, 10);
  console.log('ready', process.pid);`;

/** A program as a container runs it: process 1 of its own, with a network, mounts and a /tmp of its own. */
async function contained(
  asUser: readonly string[],
): Promise<{ readonly pid: number; readonly target: LiveTarget }> {
  const script = 'ip link set lo up && mount -t tmpfs none /tmp && exec "$@"';
  const target = await LiveTarget.run('unshare', [
    ...[
      ...asRoot,
      '--pid',
      '--net',
      '--mount',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-c',
      script,
      'sh',
    ],
    // Its own /tmp hides what is below ours, where a checkout may be.
    ...[...asUser, process.execPath, '-e', leaky],
  ]);
  expect(target.stdout).toContain('ready 1\n');
  const pid = directChildren(target.pid)[0]!;
  inside.push(pid);
  return { pid, target };
}

function endIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with its namespace.
  }
}

/** Where the process has its /tmp, and nothing of ours is to stay. */
const insideTmp = (pid: number) => readdirSync(`/proc/${pid}/root/tmp`);

function expectSessions({ code, stdout, stderr }: Ran): void {
  expect(code, stderr).toBe(1);
  expect((JSON.parse(stdout) as Report).suspects[0]?.holders[0]?.expression).toMatch(/sessions$/);
}

it('records a process in another pid and network namespace from outside, as root, and leaves it as it was', async () => {
  const { pid, target } = await contained(asNobody);
  const out = path.join(room, 'outside.heaptrail');
  const ran = await inUsersOf(pid, ['attach', String(pid), ...quick, '--out', out]);
  expectSessions(ran);
  expect(listenSocketsInNetworkOf(pid)).toEqual([]);
  expect([insideTmp(pid), readdirSync(target.folder)]).toEqual([[], []]);
  expect(target.running).toBe(true);
  // It is root's, and says so.
  expect(statSync(path.join(out, 'recording.json')).uid).toBe(process.getuid!());
  const told = `it belongs to root; to give it to the user of the process: sudo chown -R nobody ${out}`;
  if (isRoot) expect(ran.stderr.replaceAll(/\s+/g, ' ')).toContain(told);
  else expect(ran.stderr).not.toContain('belongs to root');
  endIfRunning(pid);
  await target.end();
});

it('records it from beside it, as a debugging container of its pod does', async () => {
  const { pid, target } = await contained([]);
  // `kubectl debug --target`: the processes and the network of the program, and mounts of its own.
  const script = 'mount -t proc proc /proc && exec "$@"';
  const beside = [
    '--target',
    String(pid),
    ...(isRoot ? [] : ['--user', '--preserve-credentials']),
    '--pid',
    '--net',
  ];
  const out = path.join(room, 'beside.heaptrail');
  const ran = await commanded('nsenter', [
    ...[...beside, 'unshare', '--mount', 'sh', '-c', script, 'sh', process.execPath, commandFile],
    ...['attach', '1', ...quick, '--out', out],
  ]);
  expectSessions(ran);
  expect(existsSync(path.join(out, 'recording.json'))).toBe(true);
  expect(listenSocketsInNetworkOf(pid)).toEqual([]);
  expect(insideTmp(pid)).toEqual([]);
  endIfRunning(pid);
  await target.end();
});

it('tells who is not root the command that enters it', async () => {
  const { pid, target } = await contained(asNobody);
  const words = ['attach', String(pid)];
  const { code, stderr } = isRoot
    ? await commanded('setpriv', [...asNobody.slice(1), process.execPath, commandFile, ...words])
    : await heaptrail(words);
  const said = stderr.replaceAll(/\s+/g, ' ');
  expect({ code, said }).toMatchObject({
    code: 2,
    said: expect.stringContaining(`process ${pid} runs in another network namespace`),
  });
  expect(said).toContain(`run \`sudo heaptrail attach ${pid}\``);
  expect(target.stderr).toBe('');
  endIfRunning(pid);
  await target.end();
});

async function inUsersOf(pid: number, words: readonly string[]): Promise<Ran> {
  if (isRoot) return await heaptrail(words);
  const enter = ['--target', String(pid), '--user', '--preserve-credentials'];
  return await commanded('nsenter', [...enter, process.execPath, commandFile, ...words]);
}

async function commanded(command: string, words: readonly string[]): Promise<Ran> {
  const ran = await LiveTarget.run(command, words, { awaitReady: false });
  const { code } = await ran.ended;
  return { code, stdout: ran.stdout, stderr: ran.stderr };
}
