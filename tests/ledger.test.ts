import { afterAll, describe, expect, it } from 'vitest';
import type { MemorySample } from '../format/memory-sample.ts';
import type { Connection } from '../probes/connection.ts';
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
  }, 400);
  child.once('spawn', () => console.log('ready'));
  process.on('SIGTERM', () => process.exit());
`;

/** A busy machine takes its time until one of them tells all of a collection. */
async function sampleAfterCollection(connection: Connection): Promise<MemorySample> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sample = await sampleMemory(connection);
    if (sample.heapAfterGc !== undefined && sample.externalAfterGc !== undefined && sample.gcTime)
      return sample;
  }
}

describe.each([20, 26] as const)('a sample of node %i', (major) => {
  it('tells of the process, of V8 and of what surrounds them', async () => {
    const target = await LiveTarget.start(await nodeBinary(major), collecting, { args: ['--expose-gc'] });
    const connection = await attachToNode(target.pid);
    await sampleMemory(connection);
    const sample = await sampleAfterCollection(connection);
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
    expect(sample.arrayBuffersAfterGc).toBeGreaterThan(1 << 20);
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
