import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { Connection } from '../probes/connection.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

afterAll(() => LiveTarget.endAll());

const program = `setInterval(() => {}, 1000); console.log('ready')`;

async function start(major: 20 | 22 | 24 | 26): Promise<LiveTarget> {
  // Each has a port of its own: nothing but the recordings of one program is in the way of each other.
  return await LiveTarget.start(await nodeBinary(major), program, { args: ['--inspect-port=0'] });
}

describe.concurrent('two recordings of one program', () => {
  it.each([20, 24] as const)('node %i: end without each other, and the last one closes', async (major) => {
    const target = await start(major);
    const first = await attachToNode(target.pid);
    const second = await attachToNode(target.pid);
    expect(second.notes).toEqual([expect.stringContaining('the last one to end closes it')]);
    expect(await first.detach()).toEqual([expect.stringContaining('another client is connected')]);
    await works(second);
    expect(await second.detach()).toEqual([]);
    expect(listenSocketsOf(target.pid)).toEqual([]);
    expect(target.running).toBe(true);
  });

  it('the second may end before the first', async () => {
    const target = await start(22);
    const first = await attachToNode(target.pid);
    const second = await attachToNode(target.pid);
    expect(await second.detach()).toEqual([expect.stringContaining('another client is connected')]);
    await works(first);
    expect(await first.detach()).toEqual([]);
    expect(listenSocketsOf(target.pid)).toEqual([]);
  });

  it.each([0, 150])('the first may end %i ms after the second begins to attach', async (after) => {
    const target = await start(24);
    const first = await attachToNode(target.pid);
    const [second] = await Promise.all([attachToNode(target.pid), sleep(after).then(() => first.detach())]);
    await works(second);
    await second.detach();
    await until(() => listenSocketsOf(target.pid).length === 0);
  });

  it('the second lives on if the first is killed, and closes', async () => {
    const target = await start(26);
    const first = await recording(target);
    const second = await attachToNode(target.pid);
    first.kill('SIGKILL');
    // Longer than its helper and the program's own look need.
    await sleep(2_500);
    await works(second);
    await second.detach();
    await until(() => listenSocketsOf(target.pid).length === 0);
  });

  it('the first closes though the second was killed', async () => {
    const target = await start(20);
    const first = await attachToNode(target.pid);
    const second = await recording(target);
    second.kill('SIGKILL');
    await works(first);
    await first.detach();
    await until(() => listenSocketsOf(target.pid).length === 0);
    expect(target.running).toBe(true);
  });
});

async function works(connection: Connection): Promise<void> {
  await until(async () => (await connection.sampleRuntime()) !== undefined);
  expect(connection.ended.aborted).toBe(false);
}

/** A recording by another process that can be killed, once it has a session. */
async function recording(target: LiveTarget): Promise<ChildProcess> {
  const folder = path.join(target.folder, 'killed.heaptrail');
  const words = ['attach', String(target.pid), '--for', '10m', '--captures', '0', '--out', folder];
  const probe = spawn(process.execPath, [commandFile, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(probe.stderr!, 'data');
  return probe;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}
