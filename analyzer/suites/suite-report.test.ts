import { expect, it } from 'vitest';
import type { FileEvidence, WorkerEvidence } from '../../format/suite-evidence.ts';
import type { SuiteHolder } from '../../format/suite-report.ts';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { reporters } from '../report/reporters.ts';
import { suiteReport } from './suite-report.ts';
import { renderSuite } from './suite-text.ts';

const line: FileEvidence = {
  kind: 'file',
  file: '/app/test/a.test.js',
  isLookedAt: true,
  worker: '1-0',
  at: 0,
  bytes: 1 << 20,
  heapUsed: 1 << 25,
  sites: [],
  handles: [],
  cost: 1_500,
  capture: { file: 'a.heapsnapshot', scripts: 'a.scripts.json', sizes: [] },
};

const sessions: SuiteHolder = {
  fingerprint: '0123abcd',
  className: 'Map',
  expression: 'sessions',
  path: [
    { edge: '', name: 'src/sessions.js', kind: 'module' },
    { edge: 'sessions', name: 'Map', kind: 'collection', declared: 'src/sessions.js:3' },
  ],
  bytes: 1 << 20,
  objects: 4_000,
  entryClass: 'Session',
  entries: 4_000,
  place: 'src/sessions.js:3 (variable sessions)',
  madeAt: 'src/sessions.js:7:3 (function open)',
};

const results: SuiteHolder = {
  ...sessions,
  fingerprint: '89abcdef',
  className: 'Array',
  expression: 'results',
  path: [{ edge: '', name: 'test/a.test.js', kind: 'module' }],
};

const testFiles = new Set(['test/a.test.js', 'test/b.test.js']);

it('says what a file leaves, and who holds it', () => {
  const found = [{ file: 'test/a.test.js', bytes: 1 << 20, holders: [sessions, results] }];
  const suite = suiteReport({ lines: [line], workers: [], found, limits: [] }, testFiles, 0);
  expect(renderSuite(suite, [line], [], false)).toBe(`
heaptrail: 1 of 1 test file leaves 1.0 MiB behind

  test/a.test.js
    leaves   1.0 MiB in about 4,000 objects, most of them Session
    held by  Map \`sessions\`, 4,000 entries
    line     src/sessions.js:3 (variable sessions)
    made at  src/sessions.js:7:3 (function open)

  expected: 1.0 MiB of 1 file in Array \`results\`: a variable of the test file holds it, and goes with the file

looked at: 1 test file, 1 capture; looking took 1.5 s in the workers
`);
  expect(suite.report.verdict).toMatchObject({ outcome: 'growth', confidence: suiteLimits.sure });
});

it('names a holder once that several files leave something in', () => {
  const found = ['test/a.test.js', 'test/b.test.js'].map((file) => ({ file, bytes: 0, holders: [sessions] }));
  const { leaks, report } = suiteReport(
    { lines: [line, line], workers: [], found, limits: [] },
    testFiles,
    0,
  );
  expect(leaks).toMatchObject([{ bytes: 2 << 20, objects: 8_000 }]);
  expect(report.suspects[0].title).toBe(
    'Map `sessions` keeps about 8,000 objects (2.0 MiB) of test/a.test.js and 1 other file',
  );
});

it('accuses nobody if nothing is left, and says so', () => {
  const { report } = suiteReport({ lines: [line], workers: [], found: [], limits: [] }, testFiles, 0);
  expect(report.verdict).toMatchObject({ outcome: 'none' });
  const unheard = suiteReport({ lines: [], workers: [], found: [], limits: [] }, testFiles, 0);
  expect(unheard.report.verdict.outcome).toBe('inconclusive');
});

it('says what nobody looked at', () => {
  const passed = { ...line, isLookedAt: false };
  const unexplained = { ...line, isUnexplained: true };
  const worker: WorkerEvidence = {
    kind: 'worker',
    worker: '1-0',
    at: 0,
    alive: ['/app/test/a.test.js', '/app/test/b.test.js'],
    sites: [],
    cost: 0,
  };
  const { report } = suiteReport(
    { lines: [line, passed, unexplained], workers: [worker], found: [], limits: [] },
    testFiles,
    0,
  );
  expect(report.coverage.limits).toEqual([
    '1 test file passed unseen: looking keeps to a share of the time of the suite',
    '1 test file left much, and nothing says who holds it: captures keep to a share of the time of the suite',
    'the global scope of 2 test files outlives it, and nothing says what keeps it: captures keep to a share of the time of the suite',
  ]);
});

it.each(reporters.map((reporter) => [reporter.name, reporter] as const))(
  'names file and holder as %s',
  (_, reporter) => {
    const found = [{ file: 'test/a.test.js', bytes: 0, holders: [sessions] }];
    const { report } = suiteReport({ lines: [line], workers: [], found, limits: [] }, testFiles, 0);
    const text = reporter.render(report, { fileOf: (name) => name });
    expect(text).toContain('sessions');
    expect(text).toContain('test/a.test.js');
  },
);
