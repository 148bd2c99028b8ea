import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { descendants, directChildren } from '../probes/target/descendants.ts';
import { listenSocketsInNetworkOf } from '../probes/target/listen-sockets.ts';
import { commandFile, heaptrail } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';
import { MemoryGroup } from './memory-group.ts';
import { RunningWatch } from './running-watch.ts';

const mebi = 1 << 20;
/** What `deploy/kubernetes/sidecar.yaml` gives both containers: one user, and no capability. */
const user = 65534;
const asUser = [
  ...['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'],
  ...['--inh-caps=-all', '--bounding-set=-all', '--no-new-privs'],
];

const isRoot = process.getuid!() === 0;
const onlyRoot = 'only root makes programs of two users and groups with a limit: run it as root';
const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-sidecar-'));
if (isRoot) chownSync(room, user, user);
const ofRoot = mkdtempSync(path.join(tmpdir(), 'heaptrail-daemonset-'));
const inside: number[] = [];
afterAll(async () => {
  for (const pid of inside) endIfRunning(pid);
  await RunningWatch.endAll();
  await LiveTarget.endAll();
  for (const folder of [room, ofRoot]) rmSync(folder, { recursive: true });
});

const leaky = `globalThis.sessions = new Map(); let n = 0;
  function open() { for (let i = 0; i < 20; i += 1) sessions.set(n += 1, { n }); }
  setInterval(open, 10);
  console.log('ready', process.pid);`;

/** The program of a pod, with processes, a network and mounts of its own. */
async function program(): Promise<number> {
  const script = 'ip link set lo up && exec "$@"';
  const target = await LiveTarget.run('unshare', [
    ...['--pid', '--net', '--mount', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', script, 'sh'],
    ...[...asUser, process.execPath, '-e', leaky, 'chat.js'],
  ]);
  const pid = directChildren(target.pid)[0]!;
  inside.push(pid);
  return pid;
}

/** Among the processes of the program and in its network, with mounts of its own of which one is writable, and a limit. */
class Sidecar extends RunningWatch {
  protected override command([first, ...words]: readonly string[]): [file: string, words: string[]] {
    return [first!, words];
  }

  static beside(pid: number, { members }: MemoryGroup, words: readonly string[]): Sidecar {
    const mounts = `mount -t proc proc /proc && mount --bind ${room} ${room} && mount -o remount,bind,ro /`;
    const script = `echo $$ > ${members} && ${mounts} && exec "$@"`;
    return new Sidecar(
      room,
      [
        ...[
          'nsenter',
          '--target',
          String(pid),
          '--pid',
          '--net',
          'unshare',
          '--mount',
          'sh',
          '-c',
          script,
          'sh',
        ],
        ...[...asUser, process.execPath, commandFile, 'watch', ...words],
      ],
      { TMPDIR: path.join(room, 'tmp'), OTEL_SERVICE_NAME: 'chat' },
    );
  }
}

function endIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended with its namespace.
  }
}

it('a watch finds a leak as a sidecar: no right but its user, a root that is read-only, and 128 MiB', async ({
  skip,
}) => {
  if (!isRoot) return skip(onlyRoot);
  const group = MemoryGroup.make(128 * mebi);
  // Not every machine lets us make one.
  if (group === undefined) return skip('this machine lets us make no control group');
  try {
    mkdirSync(path.join(room, 'tmp'), { mode: 0o777 });
    chownSync(path.join(room, 'tmp'), user, user);
    const pid = await program();
    const watch = Sidecar.beside(pid, group, [
      ...[
        '--name',
        'chat.js',
        '--json',
        '--out',
        path.join(room, 'out'),
        '--store',
        path.join(room, 'store'),
      ],
      // Allocations are listed by a process of its own, within the same limit.
      ...['--max-rung', 'visits', '--alert', 'heap=1m', '--window', '15s', '--sites-every', '16s'],
    ]);
    const capture = await watch.told('capture');
    expect(capture).toMatchObject({ verdict: { outcome: 'growth' } });
    expect(JSON.stringify(capture)).toContain('sessions');
    const [own] = descendants(process.pid).filter((each) =>
      commandOf(each).startsWith(`${process.execPath}\0${commandFile}\0watch`),
    );
    expect(statusOf(own!)).toMatchObject({
      Uid: expect.stringContaining(String(user)),
      CapEff: '0000000000000000',
    });
    process.kill(own!, 'SIGINT');
    // Nothing of it was killed for its memory.
    expect(await watch.exitCode()).toBe(0);
    expect(listenSocketsInNetworkOf(pid)).toEqual([]);
    expect(existsSync(path.join(room, 'store', 'cards'))).toBe(true);
    endIfRunning(pid);
  } finally {
    // With the first of its processes the whole namespace ends.
    for (const each of inside) endIfRunning(each);
    await RunningWatch.endAll();
    await group.removeWhenEmpty();
  }
});

it('root with the capabilities of the DaemonSet records a pod of another user', async ({ skip }) => {
  if (!isRoot) return skip(onlyRoot);
  const manifest = readFileSync(new URL('../deploy/kubernetes/daemonset.yaml', import.meta.url), 'utf8');
  const [, added] = /add: \[([A-Z_, ]+)\]/.exec(manifest)!;
  const kept = added!
    .toLowerCase()
    .split(', ')
    .map((name) => `,+${name}`);
  const pid = await program();
  const { code, stdout, stderr } = await heaptrail(
    [
      'attach',
      String(pid),
      '--captures',
      '3',
      '--every',
      '700ms',
      '--parts',
      'heap',
      '--json',
      '--out',
      path.join(ofRoot, 'node'),
    ],
    { by: ['setpriv', `--bounding-set=-all${kept.join('')}`, '--inh-caps=-all'] },
  );
  expect(code, stderr).toBe(1);
  expect((JSON.parse(stdout) as Report).suspects[0]?.holders[0]?.expression).toMatch(/sessions$/);
  expect(listenSocketsInNetworkOf(pid)).toEqual([]);
});

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
}

function statusOf(pid: number): Record<string, string> {
  const lines = readFileSync(`/proc/${pid}/status`, 'utf8').trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(':\t') as [string, string]));
}
