import { expect, it } from 'vitest';
import { suiteLimits } from '../../judgement/parameters/suites.ts';
import { type ClassGains, gainsText, reportOfGains } from './class-gains.ts';

const least = suiteLimits.leastGain;
const file = (name: string, bytes: number): ClassGains => ({
  file: name,
  bytes,
  gains: { Session: 6_000, string: 12_000, Set: 3, Map: 2 },
  cost: 50,
});

it('accuses a file that leaves just enough, with what it leaves most of', () => {
  const files = [file('a.test.ts', least), file('b.test.ts', least - 1)];
  const report = reportOfGains(files, 0);
  expect(report.suspects.map(({ title }) => title)).toEqual([
    'a.test.ts leaves 256 KiB: 12,000 more string, 6,000 more Session, 3 more Set',
  ]);
  expect(report.verdict.outcome).toBe('growth');
  expect(gainsText(report, files)).toBe(`
heaptrail: 1 of 2 test files leaves 256 KiB behind
  a.test.ts leaves 256 KiB: 12,000 more string, 6,000 more Session, 3 more Set

looked at: 2 test files, objects by class; looking took 0.1 s
`);
});

it('leaves out what half of the files leave', () => {
  const usual = ['a', 'b', 'c', 'd'].map((name) => file(name, 5 * least));
  expect(reportOfGains([...usual, file('e', 6 * least)], 0).suspects).toHaveLength(1);
  expect(reportOfGains([...usual, file('e', 6 * least - 1)], 0).suspects).toHaveLength(0);
});

it('accuses nobody if every file leaves little', () => {
  const report = reportOfGains([file('a.test.ts', 0)], 0);
  expect(report.verdict.outcome).toBe('none');
  expect(report.verdict.sentence).toBe('none of 1 test file leaves 256 KiB more behind than the others');
});
