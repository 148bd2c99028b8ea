import { describe, expect, it } from 'vitest';
import {
  grows,
  iso,
  length,
  minute,
  type Shape,
  start,
  stays,
  textOf,
  triaged,
} from '../../../testing/drawn-telemetry.ts';
import type { LifeEnd } from '../life-end.ts';
import { readTelemetry } from './read-telemetry.ts';

describe('ends of processes', () => {
  const block = (pid: number, ms: number) => `
<--- Last few GCs --->

[${pid}:0x7b4437f19000]   ${ms} ms: Mark-Compact (reduce) 766.7 (781.1) -> 765.8 (781.6) MB, pooled: 0 MB, 144.64 / 0.01 ms  (+ 37.3 ms in 0 steps since start of marking, biggest step 0.0 ms) (average mu = 0.973, curr[${pid}:0x7b4437f19000]   ${ms + 659} ms: Mark-Compact 766.7 (781.6) -> 766.5 (785.1) MB, pooled: 0 MB, 654.29 / 0.00 ms  (average mu = 0.901, current mu = 0.008) allocation failure; scavenge might not succeed

FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
----- Native stack trace -----
`;

  it('at the heap limit of a process with the pid of the one before, as in containers', async () => {
    const { verdict } = await triaged([block(1, 549_338), block(1, 601_000)].join('restarting\n'));
    expect(verdict).toMatchObject({ outcome: 'possible', problem: 'retained-objects', confidence: 0.5 });
    expect(verdict.sentence).toMatch(/^V8 ended the process 2 times/);
    expect(verdict.evidence.slice(0, 2)).toEqual([
      'it used 767 MiB each time',
      'it had run for 9 min 10 s to 10 min',
    ]);
  });

  it('at the heap limit, with the fatal error first and again', async () => {
    const fatal = 'FATAL ERROR: CALL_AND_RETRY_LAST Allocation failed - process out of memory\n';
    const old = `${fatal}${fatal}\n<--- Last few GCs --->\n\n 8400727 ms: Mark-sweep 1370.6 (1457.5) -> 1370.5 (1457.5) MB, 2270.0 / 0 ms [last resort gc].\n\n<--- JS stacktrace --->\n`;
    const { verdict, processes } = await triaged(old);
    expect(processes).toBeUndefined();
    expect(verdict.sentence).toBe(
      'V8 ended the process after 2 h 20 min because its heap was full of live objects (1.3 GiB)',
    );
    const alone = await triaged(`Nov 15 14:06:06 box docker[2954]: ${fatal}${'x\n'.repeat(20)}`);
    expect(alone.verdict).toMatchObject({ outcome: 'possible' });
  });

  it('is told beside the growth that came before', async () => {
    const trace: Shape = ({ i, heap }) =>
      `[9:0x7b4437f19000] ${i * minute} ms: Mark-Compact 900.0 (910.1) -> ${heap.toFixed(1)} (920.0) MB, 1.1 / 0.0 ms task`;
    const { verdict } = await triaged(textOf(trace, grows) + block(9, length * minute));
    expect(verdict.outcome).toBe('growth');
    expect(verdict.evidence.join()).toContain('it ended: V8 ended the process after 1 h 30 min');
    const quiet = await triaged(textOf(trace, stays) + block(9, length * minute));
    expect(quiet.verdict.outcome).toBe('possible');
  });

  it('by the kernel, of old and new versions, in dmesg and in the journal', async () => {
    const old = (clock: string, pid: number) => `\
[Thu May  7 00:05:${clock} 2026] Memory cgroup out of memory: Kill process ${pid - 9} (node) score 0 or sacrifice child
[Thu May  7 00:05:${clock} 2026] Killed process ${pid} (node) total-vm:20255636kB, anon-rss:466160kB, file-rss:13684kB`;
    const { verdict } = await triaged(`${old('15', 24572)}\n${old('55', 28438)}\n`);
    expect(verdict).toMatchObject({ outcome: 'possible', confidence: 0.5 });
    expect(verdict.sentence).toBe('the kernel killed node 2 times in 40 s because memory ran out');
    const kill = (
      date: string,
    ) => `${date} box kernel: [  518.050606] memory: usage 524288kB, limit 524288kB, failcnt 141
${date} box kernel: Killed process 799153 (npm start), UID 1000, total-vm:606096kB, anon-rss:500000kB, file-rss:13648kB, shmem-rss:0kB
${date} box kernel: oom_reaper: reaped process 799153 (npm start), now anon-rss:0kB, file-rss:0kB, shmem-rss:0kB`;
    const one = await triaged(`${kill('Nov 30 10:16:57')}\n`);
    expect(one.verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'the kernel killed npm start at 502 MiB (limit 512 MiB) because memory ran out',
    });
    expect(one.processes).toBeUndefined();
  });

  it('in Kubernetes', async () => {
    const describePod = (finished: string) => `\
Name:             web-7f9c-abcde
    State:          Waiting
      Reason:       CrashLoopBackOff
    Last State:     Terminated
      Reason:       OOMKilled
      Exit Code:    137
      Started:      Sat, 02 May 2026 08:00:00 +0000
      Finished:     Sat, 02 May 2026 ${finished} +0000
    Ready:          False
    Restart Count:  6
`;
    const one = await triaged(describePod('09:30:00'));
    expect(one.verdict.sentence).toBe(
      'web-7f9c-abcde was killed after 1 h 30 min because it reached its memory limit',
    );
    const watched = await triaged(
      'NAME   READY   STATUS      RESTARTS   AGE\nweb-7f9c-abcde   0/1   OOMKilled   3 (2m ago)   17m\nweb-7f9c-abcde   1/1   Running   4 (3s ago)   17m\nweb-7f9c-abcde   0/1   OOMKilled   4 (9m ago)   27m\n',
    );
    expect(watched.verdict).toMatchObject({
      outcome: 'possible',
      sentence: 'web-7f9c-abcde was killed 2 times because it reached its memory limit',
    });
    const state = {
      terminated: {
        reason: 'OOMKilled',
        exitCode: 137,
        startedAt: iso(start),
        finishedAt: iso(start + minute),
      },
    };
    const pod = {
      kind: 'Pod',
      metadata: { name: 'web' },
      status: { containerStatuses: [{ name: 'app', lastState: state }] },
    };
    expect((await triaged(JSON.stringify(pod, undefined, 2))).verdict.sentence).toBe(
      'web/app was killed after 1 min because it reached its memory limit',
    );
  });

  it('by pm2 and systemd', async () => {
    const pm2 =
      'PM2  | [PM2][WORKER] Process 0 restarted because it exceeds --max-memory-restart value (current_memory=524288000 max_memory_limit=419430400 [octets])\n';
    expect((await triaged(pm2)).verdict.sentence).toBe(
      '0 was restarted at 500 MiB because it passed its limit of 400 MiB',
    );
    const unit = (date: string) =>
      `${date} box systemd[1]: web.service: A process of this unit has been killed by the OOM killer.\n${date} box systemd[1]: web.service: Failed with result 'oom-kill'.\n`;
    expect((await triaged(unit('May  2 10:00:00') + unit('May  3 10:00:00'))).verdict.sentence).toBe(
      'web.service was killed 2 times in 1 d because it reached its memory limit',
    );
  });

  it.each<[name: string, text: string, end: Partial<LifeEnd>]>([
    [
      'systemd, by a signal',
      "Nov 30 11:17:01 box systemd[1]: api.service: Main process exited, code=killed, status=9/KILL\nNov 30 11:17:01 box systemd[1]: api.service: Failed with result 'signal'.",
      { how: 'killed', signal: 'SIGKILL', name: 'api.service' },
    ],
    [
      'systemd, by its watchdog',
      "Nov 30 11:17:01 box systemd[1]: api.service: Main process exited, code=killed, status=6/ABRT\nNov 30 11:17:01 box systemd[1]: api.service: Failed with result 'watchdog'.",
      { how: 'killed', reason: 'it did not answer its watchdog' },
    ],
    [
      'docker events',
      '2026-11-30T11:17:01.123456789Z container die 4f2a4f2a4f2a4f2a (exitCode=137, image=web, name=web-1)',
      { how: 'killed', signal: 'SIGKILL', name: 'web-1' },
    ],
    [
      'docker events after its memory ran out',
      '2026-11-30T11:17:01.1Z container oom 4f2a4f2a4f2a4f2a (image=web, name=web-1)\n2026-11-30T11:17:01.2Z container die 4f2a4f2a4f2a4f2a (exitCode=137, image=web, name=web-1)',
      { how: 'container', name: 'web-1' },
    ],
    [
      'docker ps -a',
      '4f2a4f2a4f2a   web:latest   "node server.js"   2 hours ago   Exited (137) 3 minutes ago             web-1',
      { how: 'killed', signal: 'SIGKILL', name: 'web-1' },
    ],
    ['docker compose', 'web-1 exited with code 137', { how: 'killed', signal: 'SIGKILL', name: 'web-1' }],
    [
      'pm2',
      'PM2        | App [web:0] exited with code [0] via signal [SIGKILL]',
      { how: 'killed', signal: 'SIGKILL', name: 'web' },
    ],
    [
      'a shell',
      'run.sh: line 3:  4711 Killed                  node server.js',
      { how: 'killed', signal: 'SIGKILL' },
    ],
    [
      'a liveness probe',
      '3m   Normal   Killing   pod/web   Container app failed liveness probe, will be restarted',
      { how: 'killed', reason: 'its liveness probe failed' },
    ],
  ])('by %s', async (_name, text, end) => {
    const { verdict } = await triaged(`${text}\n`);
    expect(verdict).toMatchObject({ outcome: 'inconclusive' });
    const { processes } = await ends(`${text}\n`);
    expect(processes).toHaveLength(1);
    expect(processes[0].ends).toMatchObject([end]);
  });

  it('is no death if it was asked to stop, or left by itself', async () => {
    for (const text of [
      'web-1 exited with code 0',
      'web-1 exited with code 143',
      'PM2 | App [web:0] exited with code [0] via signal [SIGINT]',
      'Nov 30 11:17:01 box systemd[1]: api.service: Main process exited, code=exited, status=1/FAILURE',
    ])
      await expect(ends(`${text}\n`)).rejects.toMatchObject({ code: 'not-telemetry' });
  });

  it('in Docker and Kubernetes by exit code 137, without a word about memory', async () => {
    const inspected = [
      {
        Name: '/web-1',
        State: {
          Running: false,
          OOMKilled: false,
          ExitCode: 137,
          StartedAt: iso(start),
          FinishedAt: iso(start + minute),
        },
      },
    ];
    const [docker] = (await ends(JSON.stringify(inspected, undefined, 2))).processes;
    expect(docker.ends).toMatchObject([{ how: 'killed', signal: 'SIGKILL', age: minute, name: 'web-1' }]);
    const full = [
      { Name: '/web-1', HostConfig: { Memory: 2 ** 30 }, State: { OOMKilled: true, ExitCode: 137 } },
    ];
    expect((await ends(JSON.stringify(full))).processes[0].ends).toMatchObject([
      { how: 'container', limit: 2 ** 30 },
    ]);
    const described =
      '    Last State:     Terminated\n      Reason:       Error\n      Exit Code:    137\n      Started:      Sat, 02 May 2026 08:00:00 +0000\n      Finished:     Sat, 02 May 2026 09:00:00 +0000\n';
    expect((await ends(`Name:   web-7f9c\n${described}`)).processes[0].ends).toMatchObject([
      { how: 'killed', age: 60 * minute },
    ]);
  });

  it('by the kernel, of two programs of one name', async () => {
    const kill = (group: string, pid: number) =>
      `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=${group},task_memcg=${group},task=node,pid=${pid},uid=0\nMemory cgroup out of memory: Killed process ${pid} (node) total-vm:6kB, anon-rss:500000kB, file-rss:13648kB, shmem-rss:0kB`;
    const { processes } = await ends(
      `${kill('/system.slice/web.service', 1)}\n${kill(`/docker/${'4f2a'.repeat(16)}`, 2)}\n`,
    );
    expect(processes.map(({ ends: [end] = [] }) => end?.service)).toEqual([
      'web.service',
      'container 4f2a4f2a4f2a',
    ]);
  });

  it('told by the kernel, by systemd and by a shell is one', async () => {
    const { processes } = await ends(`\
Nov 30 10:16:57 box kernel: Killed process 4242 (node), UID 1000, total-vm:606096kB, anon-rss:500000kB, file-rss:13648kB, shmem-rss:0kB
Nov 30 10:16:57 box systemd[1]: web.service: A process of this unit has been killed by the OOM killer.
Nov 30 10:16:58 box systemd[1]: web.service: Main process exited, code=killed, status=9/KILL
Nov 30 10:16:58 box systemd[1]: web.service: Failed with result 'oom-kill'.
Nov 30 11:16:58 box systemd[1]: other.service: Main process exited, code=killed, status=9/KILL
`);
    expect(processes.map(({ pid }) => pid)).toEqual(['4242', 'other.service']);
    expect(processes[0].ends).toMatchObject([{ how: 'kernel', service: 'web.service', size: 513648 * 1024 }]);
  });
});

async function ends(text: string) {
  async function* chunks() {
    yield text;
  }
  return await readTelemetry([{ name: 'log', chunks: chunks() }]);
}
