import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { linuxHost } from '../linux/linux-host.ts';
import { portableHost } from './portable-host.ts';

const sleeper = `setInterval(() => {}, 1000); console.log('ready')`;

/** What both know of one process agrees. */
it('sees of a process what Linux tells of it, and no more', async () => {
  const child = spawn(process.execPath, ['-e', sleeper], { env: { ...process.env, MARKED: 'by a test' } });
  await once(child.stdout, 'data');
  const pid = child.pid!;
  const { processes, memory } = portableHost;
  const { processes: known } = linuxHost;
  expect(processes.isRunning(pid)).toBe(true);
  expect(processes.statusOf(pid)).toEqual(known.statusOf(pid));
  expect(processes.executableOf(pid)).toBe(process.execPath);
  expect(processes.wordsOf(pid)!.join(' ')).toBe(known.wordsOf(pid)!.join(' '));
  expect(processes.environmentOf(pid)).toContain('MARKED=by a test');
  expect(processes.childrenOf(process.pid)).toContain(pid);
  // The kernel counts from its start, in another clock: ps rounds to a second.
  expect(Math.abs(processes.startedAt(pid)! - known.startedAt(pid)!)).toBeLessThan(3_000);
  expect(memory.usageOf(pid).rss).toBeGreaterThan(20 << 20);
  expect(memory.limitsOf(pid)).toEqual({ machineAvailable: expect.any(Number) });
  expect(portableHost.kernel).toBeUndefined();
  child.kill('SIGSTOP');
  await expect.poll(() => processes.statusOf(pid)?.state).toBe('stopped');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(processes.isRunning(pid)).toBe(false);
  expect(processes.statusOf(pid)).toBeUndefined();
  expect(processes.wordsOf(pid)).toBeUndefined();
});

it('knows itself without starting another process', () => {
  expect(portableHost.memory.usageOf(process.pid)).toMatchObject({
    rss: expect.any(Number),
    cpu: expect.any(Number),
  });
  expect(portableHost.processes.identityOf('self')).toEqual({ ownPid: process.pid });
});
