import type { SeenHeap, SeenRun } from '../analyzer/peak/peak-report.ts';
import type { HeapSummary } from '../format/heap-summary.ts';
import type { PeakMoment } from '../format/peak-moment.ts';

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

/** A run of a compiler with a native child, and a capture of it at 94 % of its peak. */
export const examplePeak = { run, seen, moment } as const;
