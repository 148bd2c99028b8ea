import { expect, it } from 'vitest';
import type { HeapSummary } from '../../format/heap-summary.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { junitReporter } from '../report/junit.ts';
import { renderPeakMarkdown } from './peak-markdown.ts';
import { peakReport, type SeenHeap, type SeenRun } from './peak-report.ts';
import { renderPeakText } from './peak-text.ts';
import { reportOfPeak } from './report-of-peak.ts';

const mebi = 1 << 20;

function moment(at: number, ...sizes: number[]): PeakMoment {
  const processes = sizes.map((size, k) => ({
    pid: k + 1,
    name: k === 0 ? 'node tsc' : 'esbuild',
    bytes: size * mebi,
  }));
  return { at, bytes: processes.reduce((sum, { bytes }) => sum + bytes, 0), processes };
}

const run: SeenRun = {
  command: 'npm run build',
  end: 'exit code 0',
  took: 15_000,
  peak: moment(12_000, 600, 200),
  captures: 3,
  paused: 9_000,
  residue: 0,
  curve: Array.from({ length: 300 }, (_, k) => ({ at: 50 * k, bytes: (k === 240 ? 800 : k) * mebi })),
  runs: 1,
  notes: [],
};
const summary: HeapSummary = {
  capture: 'capture 1',
  bytes: 500 * mebi,
  objects: 1_000_000,
  holders: Array.from({ length: 10 }, (_, k) => ({
    ...{
      expression: `cache${k}`,
      className: 'Map',
      retained: 90 * mebi,
      share: 0.18,
      objects: 1,
      entries: 10,
    },
  })),
  packages: Array.from({ length: 10 }, (_, k) => ({ name: `package${k}`, bytes: 50 * mebi, share: 0.1 })),
  hints: [],
  limits: [],
};
const subjects = Array.from({ length: 12 }, (_, k) => ({
  ...{ name: `library${k}`, files: 20, className: 'Module', bytes: 60 * mebi },
}));
const seen: SeenHeap = {
  target: {
    ...{ pid: 1, runtime: 'node', version: '20.20.2', executable: '/usr/bin/node', command: ['node', 'tsc'] },
    ...{ platform: 'linux', architecture: 'x64' },
  },
  moment: moment(11_600, 560, 192),
  reason: 'slower',
  before: { at: 0, rss: 560 * mebi, heapUsed: 520 * mebi, heapTotal: 530 * mebi },
  after: { at: 0, heapUsed: 400 * mebi },
  residue: 0,
  explained: { summary, classes: [], subjects, sourceMaps: { objects: 0, bytes: 0 } },
};

it('says when the peak was, where it was, and how far the capture is from it', () => {
  const text = renderPeakText(peakReport(run, seen, undefined));
  expect(text).toMatch(
    /^peak: the highest memory was 800 MiB, 12 s after the start of 15 s, 600 MiB of it in node tsc \(process 1\)$/m,
  );
  expect(text).toMatch(/^ +200 MiB {2}esbuild \(process 2\)$/m);
  expect(text).toContain(
    'process 1 (tsc): captured at 752 MiB, 94 % of the peak, 400 ms before it, when its growth paused',
  );
  expect(text).toMatch(/^ +120 MiB {2}garbage that V8 had not collected yet$/m);
  expect(text).toMatch(/^run: 1 run, 3 captures, which paused it for 9 s, ended with exit code 0$/m);
});

it('keeps the highest point of each stretch of the curve', () => {
  const { curve } = peakReport(run, undefined, undefined);
  expect(curve).toHaveLength(100);
  expect(Math.max(...curve.map(({ bytes }) => bytes))).toBe(800 * mebi);
});

it('stands without a capture, and without a peak', () => {
  expect(renderPeakText(peakReport({ ...run, captures: 0 }, undefined, undefined))).toContain('0 captures');
  const { peak: _, ...unseen } = run;
  const text = renderPeakText(
    peakReport({ ...unseen, took: 40, curve: [], captures: 0 }, undefined, undefined),
  );
  expect(text).toMatch(/^peak: the run was over after 40 ms, before its memory could be seen$/m);
});

it('has at most 40 lines as a comment', () => {
  const notes = Array.from({ length: 50 }, (_, k) => `note ${k}`);
  const text = renderPeakMarkdown(peakReport({ ...run, notes }, seen, 700 * mebi));
  expect(text).toMatch(/^### heaptrail: peak of 800 MiB: above the limit of 700 MiB$/m);
  expect(text.split('\n').length).toBeLessThanOrEqual(40);
});

it('fails in CI above its limit alone', () => {
  const junit = (limit: number) =>
    junitReporter.render(reportOfPeak(peakReport(run, seen, limit * mebi)), {});
  expect(junit(799)).toMatch(/failures="1" errors="0"[\s\S]*above the limit of 799 MiB/);
  expect(junit(800)).toContain('failures="0" errors="0"');
});

it('says what captures left, as the peak is uncertain by as much', () => {
  const { notes } = peakReport({ ...run, residue: 25 * mebi }, seen, undefined);
  expect(notes).toEqual([
    'captures left 25.0 MiB in the processes that they paused, which is not counted; a peak after them is uncertain by as much',
  ]);
});

it('offers a second run if the capture is far from the peak', () => {
  const notesAt = (size: number, runs = 1) =>
    peakReport({ ...run, runs }, { ...seen, moment: moment(5_000, size) }, undefined).notes.length;
  expect(notesAt(639)).toBe(1);
  expect(notesAt(640)).toBe(0);
  expect(notesAt(639, 2)).toBe(0);
});
