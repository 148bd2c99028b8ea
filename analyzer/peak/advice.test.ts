import { expect, it } from 'vitest';
import type { HeapSummary } from '../../format/heap-summary.ts';
import type { PeakHeap } from '../../format/peak.ts';
import type { PeakMoment } from '../../format/peak-moment.ts';
import { adviceOf } from './advice.ts';
import type { ExplainedHeap } from './explain-heap.ts';

const mebi = 1 << 20;

const moment: PeakMoment = {
  at: 1_000,
  bytes: 1_000 * mebi,
  processes: [{ pid: 1, name: 'node build', bytes: 1_000 * mebi }],
};
const summary: HeapSummary = {
  capture: 'capture 1',
  bytes: 500 * mebi,
  objects: 1_000_000,
  holders: [],
  packages: [],
  hints: [],
  limits: [],
};
const heap: PeakHeap = {
  ...{ name: 'process 1', moment, share: 1, after: 0, reason: 'growth', summary, classes: [], subjects: [] },
  parts: [],
};
const explained: ExplainedHeap = {
  ...{ summary, classes: [], subjects: [] },
  sourceMaps: { objects: 0, bytes: 0 },
};

it('advises what saves just enough', () => {
  const withMaps = (bytes: number) =>
    adviceOf(moment, heap, { ...explained, sourceMaps: { objects: 12, bytes: bytes * mebi } });
  expect(withMaps(30)).toEqual([
    {
      text: '12 source maps kept 30.0 MiB alive: without source maps this is not there',
      bytes: 30 * mebi,
    },
  ]);
  expect(withMaps(29)).toEqual([]);
});

it('names a limit for a heap with garbage that leaves room beside what lives', () => {
  const parts = [
    { name: 'alive', bytes: 400 * mebi },
    { name: 'garbage', bytes: 250 * mebi },
    { name: 'free', bytes: 50 * mebi },
  ] as const;
  expect(adviceOf(moment, { ...heap, parts }, undefined)).toEqual([
    {
      text:
        '250 MiB was garbage that V8 had not collected yet, and 50.0 MiB free room in its heap: a limit makes it collect earlier, ' +
        'for example NODE_OPTIONS=--max-old-space-size=640; one that is too low ends the run',
      bytes: 300 * mebi,
    },
  ]);
});

it('tells of processes that run the same at the same time', () => {
  const processes = [400, 300, 200].map((size, pid) => ({ pid, name: 'node worker.js', bytes: size * mebi }));
  const [{ text, bytes }] = adviceOf({ ...moment, processes }, undefined, undefined);
  expect(text).toMatch(/^3 processes of node worker\.js had 900 MiB at the same time/);
  expect(bytes).toBe(500 * mebi);
});

it('names packages and holders, but not the files of the program itself', () => {
  const subjects = [
    { name: 'your files', files: 900, className: 'Module', bytes: 300 * mebi },
    { name: 'three', files: 20, className: 'Module', bytes: 200 * mebi },
  ];
  const holders = [
    { expression: 'cache', className: 'Map', retained: 100 * mebi, share: 0.2, objects: 1, entries: 9_000 },
  ];
  const told = adviceOf(moment, heap, { ...explained, subjects, summary: { ...summary, holders } });
  expect(told.map(({ text }) => text)).toEqual([
    '200 MiB was about files of the package three (20 objects, most of class Module): leave out what the run does not need of it',
    'cache (Map, 9,000 entries) kept 100 MiB alive: release it earlier, if it is needed no more',
  ]);
});

it('tells of free room alone after a capture at the exit, for which garbage was collected', () => {
  const parts = [
    { name: 'alive', bytes: 400 * mebi },
    { name: 'free', bytes: 50 * mebi },
  ] as const;
  const [{ text }] = adviceOf(moment, { ...heap, parts }, undefined);
  expect(text).toMatch(/^50\.0 MiB was free room in its heap: a limit/);
});
