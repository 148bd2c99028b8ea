import { count, counted, duration } from '../../format/quantities.ts';
import {
  historyLimits as limits,
  confidenceWeights as weights,
} from '../../judgement/parameters/confidence.ts';
import { gainedEntries } from '../growth/findings.ts';
import type { Course } from './course.ts';
import type { Subject } from './subject.ts';

interface HistorySignal {
  readonly weight: number;
  readonly text: string;
}

/** What would be there if it had always gained as it does now, and how that is told. */
interface Expectation {
  readonly entries: number;
  readonly before: string;
}

/**
 * Entries against age. What never released an entry holds its rate times its age; what holds far less has released most
 * of them before, or began to grow lately. Work before the first capture tells more than time: load changes.
 */
export function historySignal(subject: Subject, course: Course): HistorySignal | undefined {
  const { finding } = subject;
  // What piles up elsewhere may be left of many containers, and a value has no entries.
  if (finding.shape !== 'pile' || !gainedEntries(finding.container)) return undefined;
  const [old, ...perInterval] = finding.container.born;
  return signalOfPast(old, perInterval, course, 'the first capture');
}

/**
 * @param old how many there were at first
 * @param first the moment of that, in words
 */
export function signalOfPast(
  old: number,
  perInterval: readonly number[],
  course: Course,
  first: string,
): HistorySignal | undefined {
  if (Math.min(...perInterval) < limits.steady * Math.max(...perInterval)) return undefined;
  const gained = perInterval.reduce((sum, each) => sum + each, 0);
  const expected = fromOperations(gained, course) ?? fromAge(gained, course);
  if (expected === undefined || expected.entries < limits.fewestEntries) return undefined;
  return compare(old, expected, first);
}

function fromOperations(gained: number, { intervals, past }: Course): Expectation | undefined {
  const before = past?.operations;
  const seen = sumOf(intervals.map(({ operations }) => operations));
  if (before === undefined || seen === undefined || before < seen) return undefined;
  return {
    entries: (gained * before) / seen,
    before: counted(Math.round(before), 'operation'),
  };
}

function fromAge(gained: number, { intervals, past }: Course): Expectation | undefined {
  const age = past?.age;
  const seen = sumOf(intervals.map((interval) => interval.duration));
  if (age === undefined || seen === undefined || age < limits.oldEnough * seen) return undefined;
  return { entries: (gained * age) / seen, before: `the ${duration(age)}` };
}

function sumOf(parts: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    sum += part;
  }
  return sum > 0 ? sum : undefined;
}

function compare(old: number, { entries, before }: Expectation, first: string): HistorySignal | undefined {
  const share = old / entries;
  const [holds, would] = [count(Math.round(old)), count(Math.round(entries))];
  if (share >= limits.keptAll && share <= 1 / limits.keptAll) {
    return {
      weight: weights.neverReleased,
      text: `it never released an entry: at this rate, ${before} before ${first} leave ${would} entries, and ${holds} are there`,
    };
  }
  if (share > limits.keptFew) return undefined;
  return {
    weight: weights.releasedBefore,
    text: `it released most older entries, or began to grow lately: at this rate, ${before} before ${first} leave ${would} entries, but only ${holds} are there`,
  };
}
