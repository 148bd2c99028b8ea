import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exampleManifest } from '../testing/example-recording.ts';
import { drawHeap } from '../testing/heap-builder.ts';
import { analyze } from './analyze.ts';

const mebi = 1024 * 1024;
const startedAt = 1_700_000_000_000;
let recording: string;

beforeEach(() => {
  recording = join(mkdtempSync(join(tmpdir(), 'heaptrail-analyze-')), 'agent.heaptrail');
  mkdirSync(join(recording, 'captures'), { recursive: true });
});
afterEach(() => rmSync(join(recording, '..'), { recursive: true, force: true }));

it('does not count the memory behind ArrayBuffers into the trend of the heap', async () => {
  const snapshots = drawHeap((h) => {
    const cache = h.map();
    h.root.property('cache', cache);
    const modules = h.object('Modules', { size: 8 * mebi });
    h.root.property('modules', modules);
    for (let i = 0; i < 200; i++) modules.push(h.object('Module'));
    for (let capture = 0; capture < 4; capture++) {
      for (let i = 0; i < 100; i++) {
        const buffer = h.object('Buffer', { size: 96 });
        buffer.internal('backing_store', h.native('system / JSArrayBufferData', { size: 40_960 }));
        cache.set(h.string(`key ${capture}.${i}`, { size: 32 }), buffer);
      }
      h.capture();
    }
  }).writeTo(join(recording, 'captures'));
  const at = snapshots.map((_, i) => startedAt + i * 60_000);
  const captures = at.map((moment, i) => ({ file: `captures/${i + 1}.heapsnapshot`, at: moment }));
  writeFileSync(join(recording, 'recording.json'), JSON.stringify(exampleManifest(startedAt, captures)));
  const samples = at.map((moment, i) => ({
    at: moment,
    mark: 'captured',
    arrayBuffers: (i + 1) * 100 * 40_960,
  }));
  writeFileSync(
    join(recording, 'ledger.ndjson'),
    samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''),
  );

  const report = await analyze([recording]);

  expect(report.verdict).toMatchObject({ outcome: 'growth', problem: 'external' });
  const heap = report.memory?.series.find(({ name }) => name === 'heapUsed');
  expect(heap?.first).toBeLessThan(9 * mebi);
  expect((heap?.last ?? 0) - (heap?.first ?? 0)).toBeLessThan(mebi / 4);
});
