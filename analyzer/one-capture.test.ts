import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Report } from '../format/report.ts';
import { parseReport } from '../format/report-text.ts';
import { everyInterval, filesOf, moduleScope } from '../testing/drawn-growth.ts';
import { exampleManifest } from '../testing/example-recording.ts';
import { drawHeap, type HeapDrawing } from '../testing/heap-builder.ts';
import { drawJscHeap } from '../testing/jsc-heap-builder.ts';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { analyze } from './analyze.ts';
import { preparePage } from './page-data/prepare-page.ts';
import { openSource } from './recording/open-source.ts';
import { reporters } from './report/reporters.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());
let folders = 0;

function folder(name: string): string {
  const path = join(scratch.path, `${++folders}`, name);
  mkdirSync(path, { recursive: true });
  return path;
}

function holding(className: string) {
  return (h: HeapDrawing) => {
    const kept = h.map();
    moduleScope(h).variable('kept', kept);
    for (let i = 0; i < 40; i++) kept.set(i, h.object(className, { size: 2048 }));
  };
}

function recordingOf(draw: (h: HeapDrawing) => void): string {
  const recording = folder('agent.heaptrail');
  const captures = join(recording, 'captures');
  mkdirSync(captures);
  const taken = drawHeap(draw)
    .writeTo(captures)
    .map((file, k) => ({
      file: `captures/${k + 1}.heapsnapshot`,
      at: 1_700_000_000_000 + k * 60_000,
      size: statSync(file).size,
    }));
  const manifest = JSON.stringify(exampleManifest(1_700_000_000_000, taken));
  writeFileSync(join(recording, 'recording.json'), manifest);
  writeFileSync(join(recording, 'ledger.ndjson'), '');
  return recording;
}

function render(name: string, report: Report): string {
  return reporters.find((one) => one.name === name)!.render(report, {});
}

describe('one capture', () => {
  it('is why the heap was not judged, not a missing ledger', async () => {
    const [file] = filesOf(scratch, holding('Session'));
    const text = render('text', await analyze([file!]));
    expect(text).toContain('judged: not judged: JavaScript heap (1 capture, and growth needs 3)\n');
  });

  it('is told by what fills it, with why growth cannot be told and what to type next', async () => {
    const [file] = filesOf(scratch, holding('Session'));
    const report = await analyze([file!]);
    expect(report.verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'one capture shows what fills the heap, not what grows',
      next: [
        'growth needs at least three captures of one process: heaptrail attach PID',
        `to see what fills this heap: heaptrail view ${file}`,
      ],
    });
    expect(report.suspects).toEqual([]);
    const text = render('text', report);
    expect(text).toMatch(
      /^heap: \d+\.\d KiB in \d+ objects\n {2}= holders: .* kept +Map, 40 entries, \/app\/src\/agent\.mjs/,
    );
    expect(text.indexOf('inconclusive: one capture')).toBeGreaterThan(text.indexOf('= packages'));
    expect(render('markdown', report)).toContain('```\nheap: ');
    expect(parseReport(render('json', report), 'r.json')).toEqual(report);
  });

  it('of a recording is told in the same way', async () => {
    const recording = recordingOf(holding('Session'));
    const report = await analyze([recording]);
    expect(report.heapSummaries![0]).toMatchObject({ capture: 'capture 1' });
    expect(report.heapSummaries![0]!.holders[0]).toMatchObject({ expression: 'kept', entries: 40 });
    expect(report.verdict.next.at(-1)).toBe(`to see what fills this heap: heaptrail view ${recording}`);
  });

  it('that is torn inside is named, as it always was', async () => {
    const recording = recordingOf(holding('Session'));
    const file = join(recording, 'captures/1.heapsnapshot');
    const size = statSync(file).size;
    writeFileSync(file, `${' '.repeat(10)}`.padEnd(size - 1).concat('}'));
    const report = await analyze([recording]);
    expect(report.heapSummaries).toBeUndefined();
    expect(report.coverage.limits.join()).toContain('capture 1 is not used');
  });

  it('is on the page, which is made of one reading', async () => {
    const [file] = filesOf(scratch, holding('Session'));
    const read: string[] = [];
    const { summary } = await preparePage(openSource([file!]), {
      source: 'one',
      onProgress: (phase) => void (/^reading [^ ]+$/.test(phase) && read.push(phase)),
    });
    expect(summary.report.heapSummaries![0]!.holders[0]!.expression).toBe('kept');
    expect([...summary.tables].sort()).toEqual(['classes', 'dominators', 'objects', 'packages', 'paths']);
    expect(read).toHaveLength(1);
  });

  it('of Bun says what it cannot tell', async () => {
    const [file] = drawJscHeap((h) => {
      const list = h.cell('Array');
      h.module().variable('kept', list);
      for (let i = 0; i < 100; i++) list.index(i, h.cell('Session', 500));
    }).writeTo(folder('bun'));
    const [summary] = (await analyze([file!])).heapSummaries!;
    expect(summary!.holders[0]).toMatchObject({ className: 'Array', entries: 100 });
    expect(summary!.packages).toEqual([]);
    expect(summary).not.toHaveProperty('duplicatedStrings');
    expect(summary!.limits).toHaveLength(2);
  });
});

describe('two captures of different processes', () => {
  it('are told one by one', async () => {
    const files = ['Session', 'Order'].map((name) => drawHeap(different(name)).writeTo(folder(name))[0]!);
    const report = await analyze(files);
    expect(report.coverage.method).toBe('path-classes');
    // That one has what the other has not is no growth.
    expect(report.verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence:
        'the two captures come from different processes: they show what fills each heap, not what grows',
    });
    expect(report.suspects).toEqual([]);
    expect(report.verdict.next[1]).toBe(
      `to compare the two by class: heaptrail classes ${files.join(' ')} --since 1`,
    );
    expect(report.heapSummaries!.map(({ holders }) => holders[0]!.expression)).toEqual([
      'listOfSession',
      'listOfOrder',
    ]);
    const text = render('text', report);
    expect(text.match(/^heap of .*: /gm)).toHaveLength(2);
    expect(report.verdict.next.filter((step) => step.includes('heaptrail view'))).toHaveLength(2);
  });
});

function different(name: string) {
  return (h: HeapDrawing) => {
    if (name === 'Order') for (let i = 0; i < 700; i++) h.root.property(`early ${i}`, h.object(`Early${i}`));
    const list = h.object('Array');
    moduleScope(h).variable(`listOf${name}`, list);
    for (let i = 0; i < 300; i++) list.push(h.object(name, { size: 500 }));
  };
}

it('costs nothing if growth can be told', async () => {
  const report = await analyze(
    filesOf(scratch, (h) => {
      const kept = h.map();
      moduleScope(h).variable('kept', kept);
      everyInterval(h, (k) => {
        for (let i = 0; i < 30; i++) kept.set(h.string(`${k}.${i}`), h.object('Session', { size: 200 }));
      });
    }),
  );
  expect(report.verdict.outcome).toBe('growth');
  expect(report.heapSummaries).toBeUndefined();
});
