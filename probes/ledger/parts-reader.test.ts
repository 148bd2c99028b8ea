import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { readProcText } from '../host/linux/proc-files.ts';
import { parseStatus } from '../host/linux/proc-text.ts';
import { PartsReader } from './parts-reader.ts';

const self = { pid: process.pid, runtime: 'node' } as const;
const sampleNow = (): MemorySample => {
  const { rss } = parseStatus(readProcText('/proc/self/status')!);
  const { heapTotal, heapUsed, arrayBuffers } = process.memoryUsage();
  return { at: Date.now(), rss: rss!, heapTotal, heapUsed, arrayBuffers };
};
const idle = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e5)'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
afterAll(() => idle.kill('SIGKILL'));
const sumOf = ({ parts }: MemorySample) => Object.values(parts!.sizes).reduce((sum, size) => sum + size, 0);

const proc = mkdtempSync(join(tmpdir(), 'heaptrail-proc-'));
afterAll(() => rmSync(proc, { recursive: true, force: true }));

describe('where memory is', () => {
  it('adds up to resident memory, and is read now if asked for', async () => {
    await once(idle.stdout, 'data');
    const pid = idle.pid!;
    const sample = await new PartsReader({ ...self, pid }, 60_000).withNow({ at: 1 });
    const { rss } = parseStatus(readProcText(`/proc/${pid}/status`)!);
    expect(sample.parts).toMatchObject({ from: 'mappings', allocator: 'glibc' });
    expect(sumOf(sample)).toBe(sample.parts!.resident);
    expect(Math.abs(sumOf(sample) - rss!) / rss!).toBeLessThan(0.03);
  });

  it('comes with the first sample after it was read, and not again until it is time', async () => {
    const reader = new PartsReader(self, 60_000);
    expect(reader.withReady(sampleNow()).parts).toBeUndefined();
    await reader.untilRead();
    expect(reader.withReady(sampleNow()).parts).toBeDefined();
    await reader.untilRead();
    expect(reader.withReady(sampleNow()).parts).toBeUndefined();
  });

  it('is told in part, and why, if the mappings of a process cannot be read', async () => {
    mkdirSync(join(proc, String(process.pid)));
    writeFileSync(join(proc, String(process.pid), 'status'), readProcText('/proc/self/status')!);
    const reader = new PartsReader(self, 60_000, proc);
    expect(reader.refusal).toBeUndefined();
    const sample = await reader.withNow(sampleNow());
    expect(sample.parts).toMatchObject({ from: 'status' });
    expect(Object.keys(sample.parts!.sizes)).toEqual(expect.arrayContaining(['files', 'heap', 'other']));
    expect(sumOf(sample)).toBe(sample.parts!.resident);
    expect(reader.refusal).toContain('cannot be read; run heaptrail as the user of the process, or as root');
  });

  it('is nothing of a process that is gone', async () => {
    const reader = new PartsReader({ ...self, pid: 2 ** 30 }, 60_000);
    expect((await reader.withNow({ at: 1 })).parts).toBeUndefined();
    expect(reader.refusal).toBeUndefined();
  });
});
