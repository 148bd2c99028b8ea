import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { runtimeOfProcess } from './runtime-marker.ts';

it('finds this Node and its version in the executable', () => {
  expect(runtimeOfProcess(process.pid)).toEqual({ runtime: 'node', version: process.versions.node });
});

it('finds no runtime in another program, nor in a process that does not exist', async () => {
  const other = spawn('sleep', ['60']);
  await new Promise((resolve) => other.once('spawn', resolve));
  expect(runtimeOfProcess(other.pid!)).toBeUndefined();
  other.kill('SIGKILL');
  await new Promise((resolve) => other.once('exit', resolve));
  expect(runtimeOfProcess(2 ** 30)).toBeUndefined();
});
