import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, it } from 'vitest';
import { analyze } from '../analyzer/analyze.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { everyNode } from './node-versions.ts';

/** By which property a socket or child shows that it has ended is for Node to change: each version is asked. */

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const program = `
  const net = require('node:net');
  const { spawn } = require('node:child_process');
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  globalThis.clients = [];
  globalThis.runs = new Map();
  globalThis.pool = [];
  const server = net.createServer((socket) => socket.on('error', () => {}).resume()).listen(0, '127.0.0.1', async () => {
    const connect = () =>
      new Promise((resolve) => {
        const socket = net.connect(server.address().port, '127.0.0.1', () => resolve(socket));
      });
    for (let round = 0; round < 5; round++) {
      for (let i = 0; i < 12; i++) {
        const socket = await connect();
        clients.push({ number: i, socket });
        socket.destroy();
        pool.push(await connect());
        const child = spawn('true');
        await new Promise((resolve) => child.once('close', resolve));
        runs.set(round * 100 + i, { child });
      }
      await pause(50);
      gc();
      if (round > 0) require('node:v8').writeHeapSnapshot(process.argv[1] + '/' + round + '.heapsnapshot');
    }
    process.exit();
  });
`;

it.concurrent.for(everyNode)(
  'Node %d shows which sockets are closed and which children have exited',
  async (major, { expect }) => {
    const folder = join(scratch.path, String(major));
    mkdirSync(folder);
    await promisify(execFile)(await nodeBinary(major), ['--expose-gc', '-e', program, folder]);
    const files = readdirSync(folder).map((file) => join(folder, file));
    const { suspects } = await analyze(files.toSorted());
    const told = (holder: string) => {
      const { evidence } = suspects.find(({ holders }) => holders[0]?.expression === `globalThis.${holder}`)!;
      return evidence.filter((text) => text.includes('newest entries'));
    };
    expect(told('clients')).toEqual(['all 36 newest entries keep a closed socket']);
    expect(told('runs')).toEqual(['all 36 newest entries keep an exited child process']);
    // These are open.
    expect(told('pool')).toEqual([]);
  },
);
