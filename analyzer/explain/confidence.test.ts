import { expect, it } from 'vitest';
import type { Interval } from '../../format/coverage.ts';
import { proven, refuted } from '../../judgement/proof.ts';
import { drawHeap } from '../../testing/heap-builder.ts';
import { Details } from '../details.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import { judge } from './confidence.ts';
import type { Subject } from './subject.ts';

const graph = drawHeap((h) => {
  const bounded = h.object('Cache').property('max', h.string('100'));
  h.root.element(1, h.object('Plain')).element(2, bounded);
}).graph();
const [plain, bounded] = ['Plain', 'Cache'].map((name) =>
  Array.from({ length: graph.nodeCount }, (_, node) => node).find((node) => graph.rawName(node) === name),
);

interface Drawn extends Partial<Omit<Subject, 'heap' | 'finding' | 'survivors'>> {
  readonly intervals?: number;
  readonly datedByPaths?: boolean;
  readonly finding?: Partial<GrowthFinding>;
  /** Survivors of each interval. */
  readonly born?: readonly number[];
}

/** A pile that earlier captures prove, even over three intervals, held by an object that no module reaches. */
function confidenceOf(drawn: Drawn = {}, ofIntervals: Partial<Interval> = {}): number {
  const { intervals = 3, datedByPaths = false, finding = {}, born = [50, 50, 50], ...more } = drawn;
  const heap = {
    graph,
    intervals: intervals + 1,
    datedByPaths,
    engine: { entriesOf: () => undefined },
    names: { className: () => '' },
    tree: { idom: new Int32Array(graph.nodeCount) },
  };
  const subject = {
    heap,
    finding: { shape: 'pile', proof: proven, piles: [{ group: { members: [] } }], ...finding },
    holder: plain,
    holderPath: [],
    survivors: { counts: [0, ...born], bytes: [] },
    objectsPerInterval: 50,
    ...more,
  } as unknown as Subject;
  const judged = born.map(() => ({ from: '', to: '', ...ofIntervals }));
  return judge(subject, { intervals: judged }, new Details()).confidence;
}

const inModule = [{ edge: '', name: 'src/agent.mjs', kind: 'module' as const }];
const unproven = { proof: refuted('held-no-more') };

it.each<[string, number, Drawn, Partial<Interval>?]>([
  ['a proven suspect', 0.9, {}],
  ['one that is not proven', 0.55, { finding: unproven }],
  ['half as much in one interval', 0.8, { born: [50, 25, 50] }],
  ['only two intervals', 0.8, { intervals: 2 }],
  ['only one interval', 0.5, { intervals: 1 }],
  [
    'entries that were only counted',
    0.85,
    { finding: { shape: 'slot', table: { isCounted: true } } as never },
  ],
  ['just a whole number per operation', 0.98, { born: [1019, 1019, 1019] }, { operations: 1000 }],
  ['just no whole number per operation', 0.9, { born: [1021, 1021, 1021] }, { operations: 1000 }],
  ['held by roots alone', 0.8, { holder: undefined }],
  ['held in a module', 0.95, { holderPath: inModule }],
  ['a bound beside it', 0.7, { holder: bounded }],
  ['matched by its path', 0.7, { datedByPaths: true }],
  ['just very few entries', 0.65, { born: [13, 13, 13] }],
  ['just more than very few entries', 0.85, { born: [10, 10, 10, 10] }],
  ['just few entries', 0.85, { born: [33, 33, 33] }],
  ['just more than few entries', 0.9, { born: [25, 25, 25, 25] }],
  ['a window that is just longer than most lives', 0.9, { born: [10, 10, 10] }, { duration: 300_000 }],
  ['a window that is just shorter than most lives', 0.65, { born: [10, 10, 10] }, { duration: 299_999 }],
  ['all that speaks for it', 0.99, { holderPath: inModule }, { operations: 50 }],
  [
    'all that speaks against it',
    0.05,
    { finding: unproven, intervals: 1, datedByPaths: true, holder: undefined, born: [5] },
  ],
])('is as sure as its signals add up to: %s: %d', (_, confidence, drawn, intervals) => {
  expect(confidenceOf(drawn, intervals)).toBe(confidence);
});
