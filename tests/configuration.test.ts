import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReport } from '../format/report-text.ts';
import { drawHeap } from '../testing/heap-builder.ts';
import { heaptrail } from './heaptrail-command.ts';

let room: string;
let snapshots: string[];

beforeAll(() => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-known-'));
  mkdirSync(join(room, 'captures'));
  snapshots = drawHeap((h) => {
    const sessions = h.map();
    h.root.property('sessions', sessions);
    for (let capture = 0; capture < 4; capture++) {
      for (let i = 0; i < 200; i++) {
        sessions.set(h.string(`session ${capture}.${i}`, { size: 32 }), h.object('Session', { size: 64 }));
      }
      h.capture();
    }
  }).writeTo(join(room, 'captures'));
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

function configure(content: unknown): void {
  writeFileSync(join(room, 'heaptrail.config.json'), JSON.stringify(content));
}

function analyze(...options: string[]) {
  return heaptrail(['analyze', ...snapshots, ...options], { cwd: room });
}

describe('a configuration', () => {
  it('takes a known suspect out of the verdict, and says so', async () => {
    configure({ suppress: [{ path: '*sessions', reason: 'the test never logs out' }] });
    const { code, stdout } = await analyze();
    expect(stdout).toMatch(/^nothing grows except what the configuration names \(1 suspect\)$/m);
    expect(stdout).toMatch(/^suppressed\[[0-9a-f]{8}\]: Map .* \(the test never logs out\)$/m);
    expect(code).toBe(0);
    const { suppressed, suspects } = parseReport((await analyze('--json')).stdout, 'stdout');
    expect(suspects).toEqual([]);
    expect(suppressed).toMatchObject([{ list: 'suppress', suspect: { kind: 'map' } }]);
  });

  it('is left out with --no-config, and replaced with --config', async () => {
    configure({ suppress: [{ path: '*sessions', reason: 'x' }] });
    expect((await analyze('--no-config')).code).toBe(1);
    writeFileSync(
      join(room, 'other.json'),
      JSON.stringify({ libraryLeaks: [{ package: 'debug', reason: 'x' }] }),
    );
    const { code, stdout } = await analyze('--config', 'other.json');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'limit: libraryLeaks[0] in the configuration matches no suspect (package debug)',
    );
  });

  it('makes diff no worse by what is known', async () => {
    const clean = join(room, 'clean.json');
    const leaky = join(room, 'leaky.json');
    await analyze('--no-config', '--json', '--output-file', leaky);
    const report = parseReport(readFileSync(leaky, 'utf8'), leaky);
    const quiet = { ...report.verdict, outcome: 'none', problem: 'none', sentence: 'no sustained growth' };
    writeFileSync(clean, JSON.stringify({ ...report, suspects: [], verdict: quiet }));
    configure({ suppress: [{ fingerprint: report.suspects[0].fingerprint, reason: 'x' }] });
    expect((await heaptrail(['diff', clean, leaky, '--no-config'], { cwd: room })).code).toBe(1);
    expect((await heaptrail(['diff', clean, leaky], { cwd: room })).code).toBe(0);
  });

  it('that is wrong is a usage error, before anything is recorded', async () => {
    configure({ suppress: [{ path: 'x' }] });
    for (const words of [
      ['analyze', ...snapshots],
      ['attach', String(process.pid)],
    ]) {
      const { code, stderr } = await heaptrail(words, { cwd: room });
      expect(code).toBe(2);
      expect(stderr).toMatch(/^error: .*heaptrail\.config\.json: suppress\[0\]\.reason is missing$/m);
    }
  });
});
