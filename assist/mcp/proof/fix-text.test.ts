import { expect, it } from 'vitest';
import type { Report } from '../../../format/report.ts';
import { proveFix } from '../../../judgement/fix.ts';
import { sessions } from '../../../testing/example-reports.ts';
import { verdictAnswer } from '../answers/verdict-answer.ts';
import { fixText } from './fix-text.ts';

const report: Report = {
  schemaVersion: 1,
  tool: { name: 'heaptrail', version: '0.1.0' },
  createdAt: 0,
  target: { pid: 4711, runtime: 'node', version: '20.20.2', command: 'node server.js' },
  verdict: {
    outcome: 'none',
    problem: 'none',
    sentence: 'no sustained growth',
    confidence: 0.9,
    evidence: [],
    next: [],
  },
  suspects: [],
  intervals: [{ from: '1', to: '2' }],
  coverage: { captures: 4, method: 'survivors-by-birth', notSeen: [], limits: [] },
};
const judged = { folder: '/shelf/one.heaptrail', report };

function answerFor(unit: 'operation' | 'hour'): string {
  const kept = { before: { entries: 800, work: 800 }, after: { entries: 0, work: 800 } };
  const proof = proveFix({ ...kept, byOperation: unit === 'operation' }, false);
  const counted = { ...kept, proof };
  const workload = unit === 'operation' ? 'the drive load.mjs' : undefined;
  return fixText(
    { suspect: sessions, again: undefined, unit, idle: false, workload, counted },
    judged,
    judged,
  );
}

it('never prints an upper end as 0, and says whom and what work it recorded', () => {
  const text = answerFor('operation');
  expect(text).toMatch(/^fix proven: the growth is gone\n/);
  expect(text).toMatch(
    /\nafter: {2}0 per operation stay \(90 % interval 0 to 0\.0037\d?\): 0 of Session in 800 operations\n/,
  );
  expect(text).toContain('\nrecorded after: node server.js (pid 4711), while the drive load.mjs ran\n');
});

it('names the next step if operations were not counted in both', () => {
  const text = answerFor('hour');
  expect(text).toMatch(/^the growth is gone, provided that the program did as much as before\n/);
  expect(text).toMatch(
    /\nnext: .*record the old program again with operations, or .*"operations: N", then prove_fix \{ fingerprint: "7f3a91c2"/,
  );
});

it('warns in the verdict that a proof would be conditional, unless operations were counted', () => {
  const leaking = { ...report, suspects: [sessions] };
  const counting = { ...leaking, intervals: [{ from: '1', to: '2', operations: 10 }] };
  expect(verdictAnswer(leaking, 'one')).toMatch(/prove_fix \{ fingerprint: "7f3a91c2", .*conditional/);
  expect(verdictAnswer(counting, 'one')).not.toContain('conditional');
});
