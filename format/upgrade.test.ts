import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseLedger, parseManifest, parseTreeManifest } from './recording-text.ts';
import { parseReport } from './report-text.ts';
import { reportUpgrades } from './report-upgrades.ts';
import { isJson, type Json, upgraded } from './upgrade.ts';

const folder = new URL('fixtures/', import.meta.url);
const fixtures = (kind: 'reports' | 'recordings') =>
  readdirSync(new URL(`${kind}/`, folder)).map((name) => {
    const json = JSON.parse(readFileSync(new URL(`${kind}/${name}`, folder), 'utf8')) as Json;
    return [name, json] as const;
  });

describe('what older versions wrote', () => {
  it.each(fixtures('reports'))('is read as the report of today: %s', (name, json) => {
    const report = parseReport(JSON.stringify(json), name);
    expect(report.suspects[0]).toMatchObject({ externalShare: 0, kind: 'map', entryClass: 'Session' });
    expect(report.suspects[0]!.holders[0]!.expression).toBe('sessions');
  });

  it.each(fixtures('recordings'))('is read as the recording of today: %s', (_, { manifest, ledger }) => {
    expect(parseManifest(JSON.stringify(manifest)).captures).toHaveLength(2);
    const lines = (ledger as readonly unknown[]).map((sample) => JSON.stringify(sample)).join('\n');
    const { samples, torn } = parseLedger(lines);
    expect([samples.length, torn]).toEqual([(ledger as readonly unknown[]).length, 0]);
  });

  it('is upgraded wherever a suspect stands in it', () => {
    const suspect = { fingerprint: '7f3a91c2' };
    const inner = { suspects: [suspect] };
    const older = { suspects: [suspect], suppressed: [{ suspect }], heaps: [{ report: inner }] };
    const told = { externalShare: 0, ...suspect };
    const [step] = reportUpgrades;
    expect(step!.isOlder(older)).toBe(true);
    expect(step!.upgrade(older)).toEqual({
      suspects: [told],
      suppressed: [{ suspect: told }],
      heaps: [{ report: { suspects: [told] } }],
    });
    expect(step!.isOlder(step!.upgrade(older) as Json)).toBe(false);
  });

  it('is changed step by step, the oldest first', () => {
    const step = (from: number) => ({
      change: `what version ${from + 1} added`,
      isOlder: ({ schemaVersion }: Json) => schemaVersion === from,
      upgrade: (json: Json) => ({ ...json, schemaVersion: from + 1, [`field${from + 1}`]: true }),
    });
    const file = { from: 'x.json', what: 'report', version: 3, upgrades: [step(1), step(2)] };
    expect(upgraded({ schemaVersion: 1 }, file)).toEqual({ schemaVersion: 3, field2: true, field3: true });
    expect(upgraded({ schemaVersion: 3 }, file)).toEqual({ schemaVersion: 3 });
    expect(isJson(upgraded([], file))).toBe(false);
  });
});

describe('what a newer version wrote', () => {
  const newer = JSON.stringify({ schemaVersion: 2, tool: { name: 'heaptrail', version: '7.1.0' } });

  it.each([
    ['a report', () => parseReport(newer, 'old.json'), 'old.json', 'report'],
    ['a recording', () => parseManifest(newer), "the recording's recording.json", 'recording'],
    ['a recording of a tree', () => parseTreeManifest(newer), "the recording's tree.json", 'recording'],
  ] as const)('is refused with the version to install: %s', (_, read, from, what) => {
    expect(read).toThrow(
      expect.objectContaining({
        code: 'unknown-schema-version',
        message: `${from} was written by heaptrail 7.1.0 as ${what} schema 2, and this heaptrail (0.1.0) reads up to 1`,
        next: 'install the version that wrote it: npm install --global heaptrail@7.1.0',
      }),
    );
  });
});
