import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { exitIn } from './process-exit.ts';

const stat = (state: string, status: number) =>
  `4711 (a (b) c) ${[state, ...Array.from({ length: 48 }, () => 0), status].join(' ')}\n`;

it('tells what ended a process from the kernel', () => {
  expect(exitIn(stat('Z', 9))).toEqual({ signal: 'SIGKILL' });
  expect(exitIn(stat('Z', 0x86))).toEqual({ signal: 'SIGABRT' });
  expect(exitIn(stat('Z', 3 << 8))).toEqual({ code: 3 });
  expect(exitIn(stat('Z', 0))).toEqual({ code: 0 });
  // A signal that it was sent and did not end by yet.
  expect(exitIn(stat('S', 0))).toBeUndefined();
  expect(exitIn('')).toBeUndefined();
});

it('reads the stat of a process that lives', async () => {
  const child = spawn('sleep', ['5']);
  const text = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  child.kill();
  expect(exitIn(text)).toBeUndefined();
});
