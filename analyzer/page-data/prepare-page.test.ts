import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ClassesTable,
  type DominatorsTable,
  dominatorKinds,
  type ObjectsTable,
  type PageData,
  type PathsTable,
} from '../../format/page.ts';
import { drawHeap } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { openSource } from '../recording/open-source.ts';
import { preparePage } from './prepare-page.ts';

const perInterval = 100;
let room: string;
let data: PageData;

/** Four captures of a Map that gains sessions, beside a list that never changes. */
beforeAll(async () => {
  room = mkdtempSync(join(tmpdir(), 'heaptrail-page-'));
  const files = drawHeap((h) => {
    const sessions = h.map();
    h.root.property('sessions', sessions);
    const config = h.object('Config');
    h.root.property('config', config);
    for (let i = 0; i < 50; i++) config.push(h.object('Setting', { size: 400 }));
    for (let capture = 0; capture < 4; capture++) {
      for (let i = 0; i < perInterval; i++)
        sessions.set(h.string(`user ${capture}.${i}`, { size: 32 }), h.object('Session', { size: 96 }));
      h.capture();
    }
  }).writeTo(room);
  data = await preparePage(openSource(files), { source: 'drawn' });
});

afterAll(() => rmSync(room, { recursive: true, force: true }));

describe('the summary', () => {
  it('lists the captures in order with their sizes, and the tables that come with it', () => {
    const { captures, tables, report } = data.summary;
    expect(captures.map(({ label }) => label)).toEqual([1, 2, 3, 4].map((n) => `${n}.heapsnapshot`));
    const sizes = captures.map(({ size }) => size!);
    expect(sizes.every((size, i) => i === 0 || size > sizes[i - 1])).toBe(true);
    expect([...tables].sort()).toEqual(['classes', 'dominators', 'objects', 'paths']);
    expect(report.suspects).toHaveLength(1);
  });
});

describe('the dominators', () => {
  const rows = () => {
    const { strings, columns } = data.tables.dominators as DominatorsTable;
    return Array.from(columns.parent, (parent, row) => ({
      parent,
      kind: dominatorKinds[columns.kind[row]],
      name: strings[columns.className[row]],
      edge: strings[columns.edge[row]],
      suspect: strings[columns.suspect[row]],
      count: columns.count[row],
      retained: columns.retained[row],
      own: columns.own[row],
      born: Array.from(columns.born.subarray(row * 4, row * 4 + 4)),
    }));
  };

  it('name the holder as a suspect and its entries as one row', () => {
    const holder = rows().findIndex(({ name }) => name === 'Map');
    expect(rows()[holder]).toMatchObject({
      parent: 0,
      edge: 'sessions',
      kind: 'single',
      suspect: data.summary.report.suspects[0].fingerprint,
    });
    expect(rows().find(({ name }) => name === 'Session')).toMatchObject({
      parent: holder,
      kind: 'alike',
      count: 4 * perInterval,
      retained: 4 * perInterval * 96,
      born: [1, 1, 1, 1].map(() => perInterval * 96),
    });
  });

  it('account for every byte, once: by children, by birth and by what is the own', () => {
    const all = rows();
    for (const [row, { retained, born }] of all.entries()) {
      const below = all.filter(({ parent }) => parent === row);
      expect(born.reduce((sum, part) => sum + part, 0)).toBe(retained);
      if (below.length > 0)
        expect(all[row].own + below.reduce((sum, child) => sum + child.retained, 0)).toBe(retained);
    }
  });
});

it('each step of the way to a holder is told with what it retains', () => {
  const { report, pathSizes = {}, excerpts, leftOut } = data.summary;
  const [suspect] = report.suspects;
  const sizes = pathSizes[suspect.fingerprint];
  const holder = suspect.path.findIndex(({ growing }) => growing);
  expect(sizes).toHaveLength(holder + 1);
  expect(sizes.at(-1)).toBe(suspect.retainedSize);
  expect(sizes.toSorted((a, b) => b - a)).toEqual(sizes);
  // Loose snapshots do not tell which code was loaded.
  expect(excerpts).toBeUndefined();
  expect(leftOut.join()).toContain('lines of source code');
});

it('the classes count every object of every capture by its birth', () => {
  const { strings, columns } = data.tables.classes as ClassesTable;
  const row = Array.from(columns.name).findIndex((text) => strings[text] === 'Session');
  const width = columns.counts.length / columns.name.length;
  const n = perInterval;
  expect(width).toBe(1 + 2 + 3 + 4);
  expect(Array.from(columns.counts.subarray(row * width, (row + 1) * width))).toEqual([
    n,
    n,
    n,
    n,
    n,
    n,
    n,
    n,
    n,
    n,
  ]);
});

describe('the paths', () => {
  const rows = () => {
    const { strings, columns } = data.tables.paths as PathsTable;
    const width = columns.counts.length / columns.expression.length;
    return Array.from(columns.expression, (text, row) => ({
      expression: strings[text],
      className: strings[columns.className[row]],
      counts: Array.from(columns.counts.subarray(row * width, (row + 1) * width)),
      bytes: Array.from(columns.bytes.subarray(row * width, (row + 1) * width)),
      retained: Array.from(columns.retained.subarray(row * 4, (row + 1) * 4)),
    }));
  };

  it('tell the entries of a Map by how they are held, in every capture and by birth', () => {
    const entries = rows().find(({ className }) => className === 'Session')!;
    expect(entries.expression).toBe('sessions[key]');
    expect(entries.counts).toEqual(Array.from({ length: 1 + 2 + 3 + 4 }, () => perInterval));
    expect(entries.retained).toEqual([1, 2, 3, 4].map((captures) => captures * perInterval * 96));
  });

  it('count every byte of every capture once', () => {
    const { captures } = data.summary;
    captures.forEach(({ size }, k) => {
      const first = (k * (k + 1)) / 2;
      const all = rows().flatMap(({ bytes }) => bytes.slice(first, first + k + 1));
      expect(all.reduce((sum, part) => sum + part, 0)).toBe(size);
    });
  });
});

describe('the objects', () => {
  it('begin with the holder, know its retainers, and lead to the root', () => {
    const { strings, columns } = data.tables.objects as ObjectsTable;
    expect(strings[columns.className[0]]).toBe('Map');
    expect(strings[columns.suspect[0]]).toBe(data.summary.report.suspects[0].fingerprint);
    for (let row = 0; row < columns.id.length; row++) {
      const line = new Set<number>();
      for (let at = row; at !== -1; at = columns.pathFrom[at]) {
        expect(line.has(at)).toBe(false);
        line.add(at);
      }
      expect(columns.id[[...line].at(-1)!]).toBe(1);
    }
  });

  it('say what strings say only where asked', async () => {
    const files = [1, 2, 3, 4].map((n) => join(room, `${n}.heapsnapshot`));
    const told = await preparePage(openSource(files), { source: 'drawn', includeStrings: true });
    expect(told.tables.objects!.strings.some((text) => text.startsWith('user '))).toBe(true);
    expect(data.tables.objects!.strings.some((text) => text.includes('user '))).toBe(false);
  });
});

it('shows a single real snapshot, which has no growth to tell of', async () => {
  const folder = mkdtempSync(join(room, 'real-'));
  const file = takeRealSnapshot(
    folder,
    'globalThis.kept = Array.from({ length: 9000 }, (_, i) => ({ i: String(i) }))',
  );
  const { summary, tables } = await preparePage(openSource([file]), { source: 'real' });
  expect(summary.captures).toHaveLength(1);
  expect(summary.report.verdict.outcome).toBe('inconclusive');
  const { strings, columns } = tables.dominators as DominatorsTable;
  const kept = Array.from(columns.edge).findIndex((text) => strings[text].endsWith('kept'));
  expect(columns.retained[kept]).toBeGreaterThan(9000 * 20);
});

it('names the functions of a minified program alike in all captures', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-minified-'));
  const written = 'export function keepSession(id) {\n  return () => id;\n}\n';
  const { code, map } = transformSync(written, {
    minify: true,
    format: 'iife',
    sourcemap: true,
    sourcefile: 'sessions.mjs',
    globalName: 'kept',
  });
  writeFileSync(join(folder, 'bundle.js'), `${code}//# sourceMappingURL=bundle.js.map\n`);
  writeFileSync(join(folder, 'bundle.js.map'), map);
  const [, name] = /function (\w+)\(\w+\){return\(\)=>/.exec(code)!;
  const url = pathToFileURL(join(folder, 'bundle.js')).href;
  const location = { url, line: 1, column: code.indexOf(`${name}(`) + name.length + 1 };
  const files = drawHeap((h) => {
    const held = h.array();
    h.root.property('held', held);
    for (let capture = 0; capture < 3; capture++) {
      for (let i = 0; i < 20; i++) held.push(h.closure(name, undefined, { size: 64, location }));
      h.capture();
    }
  }).writeTo(folder);
  const page = await preparePage(openSource(files), { source: 'drawn' });
  rmSync(folder, { recursive: true });
  const { strings, columns } = page.tables.classes as ClassesTable;
  const row = columns.name.findIndex((text) => strings[text] === 'function keepSession');
  const width = columns.counts.length / columns.name.length;
  // Of the first capture its births, then of the second one, then of the third.
  expect(Array.from(columns.counts.subarray(row * width, (row + 1) * width))).toEqual([
    ...[20],
    ...[20, 20],
    ...[20, 20, 20],
  ]);
});
