import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { attachToNode } from '../probes/node/attach.ts';
import { descendants } from '../probes/target/descendants.ts';
import { listenSocketsOf, socketInodes } from '../probes/target/listen-sockets.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { commandFile } from './heaptrail-command.ts';
import { LiveTarget } from './live-target.ts';

afterAll(() => LiveTarget.endAll());

/** Its snapshot takes longer to write than we take to kill. */
const program = `
  globalThis.held = Array.from({ length: 200_000 }, (_, i) => ({ i }));
  let ticks = 0;
  setInterval(() => console.log('tick', ticks += 1), 50);
  console.log('ready');
`;

it.concurrent.each([
  { inspector: 'ours', args: [] },
  { inspector: 'open before', args: ['--inspect=127.0.0.1:0'] },
])(
  'a program lives on when its probe is killed in the middle of a snapshot, the inspector $inspector',
  async ({ args }) => {
    const target = await LiveTarget.start(await nodeBinary(22), program, { args });
    const sockets = socketInodes(target.pid);
    const probe = await probeAmidCapture(target);
    probe.kill('SIGKILL');
    await isAsBefore(target, sockets);
  },
);

it.concurrent('leaves at once at the second Ctrl-C, and the inspector closes behind it', async () => {
  const target = await LiveTarget.start(await nodeBinary(20), program);
  const sockets = socketInodes(target.pid);
  const probe = await probeAmidCapture(target);
  probe.kill('SIGINT');
  await once(probe.stderr!, 'data');
  probe.kill('SIGINT');
  expect(await once(probe, 'exit')).toEqual([130, null]);
  await isAsBefore(target, sockets);
});

it.concurrent('closes the inspector of a program that was blocked when we detached', async () => {
  const source = `
    process.on('SIGUSR2', () => require('node:child_process').execSync('until [ -e go ]; do sleep 0.1; done'));
    setInterval(() => {}, 1000);
    console.log('ready');
  `;
  const target = await LiveTarget.start(await nodeBinary(22), source);
  const connection = await attachToNode(target.pid);
  target.signal('SIGUSR2');
  await until(() => descendants(target.pid).length > 0);
  expect(await connection.detach()).toEqual([
    expect.stringMatching(/^the inspector of process \d+ stays open on port \d+ until the process answers$/),
  ]);
  writeFileSync(path.join(target.folder, 'go'), '');
  await until(() => listenSocketsOf(target.pid).length === 0);
  expect(target.running).toBe(true);
});

async function probeAmidCapture(target: LiveTarget): Promise<ChildProcess> {
  const folder = path.join(target.folder, 'a.heaptrail');
  const words = ['attach', String(target.pid), '--no-analyze', '-q', '--out', folder];
  const probe = spawn(process.execPath, [commandFile, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  const captures = path.join(folder, 'captures');
  await until(() => existsSync(captures) && readdirSync(captures).some((name) => name.endsWith('.part')));
  return probe;
}

/** It goes on, and has closed what was opened for the probe. */
async function isAsBefore(target: LiveTarget, sockets: ReadonlySet<string>): Promise<void> {
  const said = target.stdout.length;
  await until(() => !target.running || target.stdout.length > said + 100);
  await until(() => isDeepStrictEqual(socketInodes(target.pid), sockets));
  expect(target.running).toBe(true);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
