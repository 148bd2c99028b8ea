import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordingManifest } from '../format/recording.ts';
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
  writeFileSync(join(recording, 'recording.json'), JSON.stringify(manifestOf(at)));
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

function manifestOf(at: readonly number[]): RecordingManifest {
  return {
    schemaVersion: 1,
    tool: { name: 'heaptrail', version: '0.1.0' },
    target: {
      pid: 4711,
      runtime: 'node',
      version: 'v20.20.2',
      executable: '/usr/bin/node',
      command: ['node', 'agent.mjs'],
      platform: 'linux',
      architecture: 'x64',
    },
    options: { ledgerEvery: 1_000 },
    startedAt,
    state: 'complete',
    captures: at.map((moment, i) => ({
      index: i + 1,
      file: `captures/${i + 1}.heapsnapshot`,
      at: moment,
      status: 'whole',
      epoch: 'one',
    })),
    notes: [],
  };
}
