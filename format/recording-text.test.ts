import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemorySample } from './memory-sample.ts';
import type { Pulse } from './pulse.ts';
import type { RecordingManifest } from './recording.ts';
import { parseLedger, parseManifest, parsePulses } from './recording-text.ts';

const manifest: RecordingManifest = {
  schemaVersion: 1,
  tool: { name: 'heaptrail', version: '0.1.0' },
  target: {
    pid: 42,
    runtime: 'node',
    version: '24.1.0',
    executable: '/usr/bin/node',
    command: ['node', 'server.js'],
    platform: 'linux',
    architecture: 'x64',
  },
  options: { ledgerEvery: 1000, captures: 4 },
  startedAt: 1_700_000_000_000,
  state: 'recording',
  captures: [
    { index: 1, file: 'captures/001.heapsnapshot', at: 1_700_000_000_001, status: 'whole', epoch: '7' },
  ],
  notes: [],
};
const withCapture = (change: object) =>
  JSON.stringify({ ...manifest, captures: [{ ...manifest.captures[0], ...change }] });

describe('parseManifest', () => {
  it('gives back what was written', () => {
    expect(parseManifest(JSON.stringify(manifest))).toEqual(manifest);
  });

  it('names the field that is wrong', () => {
    expect(() => parseManifest(withCapture({ status: 'lost' }))).toThrow(/captures\.0\.status/);
  });

  it.each(['../../etc/passwd', 'captures/../x', '/etc/passwd', 'captures/a/b', 'captures/.'])(
    'refuses the capture file %s, which leads out of the recording',
    (file) => {
      expect(() => parseManifest(withCapture({ file }))).toThrow(/outside the recording/);
    },
  );

  it('says which schema version it met instead of listing wrong fields', () => {
    expect(() => parseManifest('{"schemaVersion":9}')).toThrow(
      /newer heaptrail as recording schema 9.*reads up to 1/,
    );
  });

  it('never gives a manifest for a text that was cut off', () => {
    const text = JSON.stringify(manifest);
    for (let end = 0; end < text.length; end += 1) {
      expect(() => parseManifest(text.slice(0, end))).toThrow(/not complete JSON/);
    }
  });
});

describe('parseLedger', () => {
  const samples: MemorySample[] = [
    { at: 1, rss: 100, resources: { Timeout: 2 } },
    { at: 2, rss: 200, mark: 'captured' },
    { at: 3, heapUsed: 5 },
  ];
  const text = samples.map((sample) => JSON.stringify(sample) + '\n').join('');

  it('gives back what was written', () => {
    expect(parseLedger(text)).toEqual({ samples, torn: 0 });
  });

  it('keeps every whole line of a text cut off at any byte and counts the torn one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length }), (end) => {
        const cut = parseLedger(text.slice(0, end));
        expect(cut.samples).toEqual(samples.slice(0, cut.samples.length));
        expect(cut.samples.length).toBeGreaterThanOrEqual(text.slice(0, end).split('\n').length - 1);
        expect(cut.torn).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('counts a line that is JSON but no sample', () => {
    expect(parseLedger('{"at":1}\n{"rss":1}\n[]\n')).toEqual({ samples: [{ at: 1 }], torn: 2 });
  });
});

describe('parsePulses', () => {
  const pulses: Pulse[] = [
    { at: 1, duration: 20, watermark: 101, survivors: { counts: [50], bytes: [900] } },
    { at: 2, duration: 21, watermark: 201, survivors: { counts: [48, 0], bytes: [880, 0] } },
  ];
  const text = pulses.map((pulse) => JSON.stringify(pulse) + '\n').join('');

  it('gives back what was written', () => {
    expect(parsePulses(text)).toEqual({ pulses, torn: 0 });
  });

  it('keeps the whole lines of a text that was cut off', () => {
    expect(parsePulses(text.slice(0, -20))).toEqual({ pulses: pulses.slice(0, 1), torn: 1 });
  });

  it('counts a line whose counts and sizes are not of the same intervals', () => {
    const uneven = { ...pulses[0], survivors: { counts: [50, 2], bytes: [900] } };
    expect(parsePulses(JSON.stringify(uneven))).toEqual({ pulses: [], torn: 1 });
  });
});
