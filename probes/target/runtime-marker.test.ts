import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { runtimeOfCommand, runtimeOfProcess } from './runtime-marker.ts';

const thisNode = { runtime: 'node', version: process.versions.node };

it('knows the executable that it runs on', () => {
  expect(runtimeOfProcess(process.pid)).toEqual(thisNode);
});

it('finds Node and its version in another executable', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'heaptrail-marker-'));
  const copy = path.join(folder, 'renamed');
  copyFileSync(process.execPath, copy);
  expect(runtimeOfCommand(copy)).toEqual(thisNode);
  rmSync(folder, { recursive: true });
});

it('finds no runtime in another program, nor in a process that does not exist', async () => {
  const other = spawn('sleep', ['60']);
  await new Promise((resolve) => other.once('spawn', resolve));
  expect(runtimeOfProcess(other.pid!)).toBeUndefined();
  other.kill('SIGKILL');
  await new Promise((resolve) => other.once('exit', resolve));
  expect(runtimeOfProcess(2 ** 30)).toBeUndefined();
});
