import { expect, it } from 'vitest';
import type { TargetProcess } from '../../probes/target/target-process.ts';
import { missingPid, requirePid } from './required-pid.ts';

const target = (pid: number, ...command: readonly string[]): TargetProcess => ({
  ...{ pid, command, runtime: 'node', rss: 1, user: 'me', startedAt: 0 },
});

it('takes a process id', async () => {
  expect(await requirePid(4711)).toBe(4711);
});

it('names the processes that could be meant, without secrets', () => {
  const targets = [target(1, 'node', 'a.js'), target(2, 'node', 'b.js', '--token=abc')];
  expect(missingPid('attach', targets)).toMatchObject({
    message: 'attach needs the pid of a process',
    next: 'give one of: 1 (node a.js), 2 (node b.js --token=***); heaptrail ps lists them all',
  });
});

it('names three at most', () => {
  const targets = [1, 2, 3, 4].map((pid) => target(pid, 'node', `${pid}.js`));
  expect(missingPid(undefined, targets)).toMatchObject({
    message: 'that is not a process id',
    next: 'give one of: 1 (node 1.js), 2 (node 2.js), 3 (node 3.js); heaptrail ps lists them all',
  });
});

it('says what to start if there is none', () => {
  expect(missingPid('attach', []).next).toBe(
    'no Node or Bun process is running; start one with heaptrail record -- node server.js',
  );
});
