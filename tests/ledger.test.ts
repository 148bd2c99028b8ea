import { afterAll, describe, expect, it } from 'vitest';
import { sampleMemory } from '../probes/ledger/sample-memory.ts';
import { attachToNode } from '../probes/node/attach.ts';
import { descendants } from '../probes/target/descendants.ts';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { LiveTarget } from './live-target.ts';

afterAll(() => LiveTarget.endAll());

const collecting = `
  const kept = Array.from({ length: 50_000 }, (_, i) => ({ i }));
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  process.on('exit', () => child.kill());
  const buffer = Buffer.alloc(1 << 20);
  setInterval(() => {
    globalThis.trash = Array.from({ length: 5_000 }, (_, i) => ({ i, ...(i % 50 === 0 ? { b: Buffer.alloc(1 << 16) } : {}) }));
    trash = buffer.length;
    gc();
  }, 50);
  child.once('spawn', () => console.log('ready'));
  process.on('SIGTERM', () => process.exit());
`;

describe.each([20, 26] as const)('a sample of node %i', (major) => {
  it('tells of the process, of V8 and of what surrounds them', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), collecting, { args: ['--expose-gc'] });
    const connection = await attachToNode(target.pid);
    await sampleMemory(connection);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const sample = await sampleMemory(connection);
    for (const field of [
      ...([
        'rss',
        'rssAnonymous',
        'virtualSize',
        'pageTables',
        'minorFaults',
        'threads',
        'descriptors',
      ] as const),
      ...([
        'heapUsed',
        'heapTotal',
        'heapLimit',
        'external',
        'malloced',
        'childrenRss',
        'heapAfterGc',
        'externalAfterGc',
        'arrayBuffersAfterGc',
      ] as const),
      ...(['machineAvailable', 'gcTime'] as const),
    ]) {
      expect({ [field]: sample[field] }).toEqual({ [field]: expect.any(Number) });
      expect(sample[field]).toBeGreaterThan(0);
    }
    expect(sample.children).toBe(1);
    // What is recorded beside it is judged by itself: captures inflate it.
    const beside = await sampleMemory(connection, new Set(descendants(target.pid)));
    expect(beside).toMatchObject({ children: 1, childrenRss: 0 });
    expect(sample.heapAfterGc).toBeLessThanOrEqual(sample.heapTotal!);
    // Of 6 MiB of Buffers that died with each collection nothing was left.
    expect(sample.arrayBuffersAfterGc).toBeGreaterThan(1 << 20);
    expect(sample.arrayBuffersAfterGc).toBeLessThan(2 << 20);
    expect(sample.externalAfterGc).toBeGreaterThanOrEqual(sample.arrayBuffersAfterGc!);
    expect(sample.eventLoopDelay).toBeGreaterThanOrEqual(0);
    expect(sample.spaces!.old_space).toBeGreaterThan(0);
    expect(Object.values(sample.spaces!).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(
      sample.heapTotal!,
    );
    expect(sample.resources).toMatchObject({ Timeout: 1, ProcessWrap: 1 });
    expect(await connection.detach()).toEqual([]);
    const ended = target.ended;
    target.signal('SIGTERM');
    await ended;
  });
});
