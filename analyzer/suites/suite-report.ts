import { bytes, counted } from '../../format/quantities.ts';
import { type Report, reportSchemaVersion } from '../../format/report.ts';
import type { FileEvidence, WorkerEvidence } from '../../format/suite-evidence.ts';
import type { FoundSurvivors, SharedHolder } from '../../format/suite-report.ts';
import { tool } from '../../format/tool.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Verdict } from '../../format/verdict.ts';
import { verdictOfSuspects } from '../report/verdict.ts';
import { sharedHolders } from './shared-holders.ts';
import { suspectOfHolder } from './suite-suspects.ts';

/** What is known of a suite when it is over. */
export interface SuiteFindings {
  readonly lines: readonly FileEvidence[];
  readonly workers: readonly WorkerEvidence[];
  readonly found: readonly FoundSurvivors[];
  /** Captures that could not be read, in words. */
  readonly limits: readonly string[];
}

/** What a suite leaves behind, as every format of a report shows it, and what is kept and nobody's fault. */
export interface SuiteReport {
  readonly report: Report;
  readonly leaks: readonly SharedHolder[];
  readonly expected: readonly SharedHolder[];
}

export function suiteReport(
  { lines, workers, found, limits }: SuiteFindings,
  testFiles: ReadonlySet<string>,
  createdAt: EpochMillis,
): SuiteReport {
  const holders = sharedHolders(found, testFiles);
  const leaks = holders.filter(({ cause }) => cause?.expected !== true);
  const expected = holders.filter(({ cause }) => cause?.expected === true);
  const captures = [...lines, ...workers].filter(({ capture }) => capture !== undefined).length;
  const suspects = leaks.map(suspectOfHolder);
  return {
    leaks,
    expected,
    report: {
      schemaVersion: reportSchemaVersion,
      tool,
      createdAt,
      verdict: suspects.length > 0 ? verdictOfSuspects(suspects, captures, []) : verdictWithout(lines),
      suspects,
      intervals: [],
      coverage: {
        captures,
        method: 'survivors-by-birth',
        notSeen: ['memory outside the JavaScript heap'],
        limits: [...limits, ...limitsOf(lines, workers)],
      },
    },
  };
}

/** What nobody looked at, because looking is not worth any price. */
function limitsOf(lines: readonly FileEvidence[], workers: readonly WorkerEvidence[]): string[] {
  const passed = lines.filter(({ isLookedAt }) => !isLookedAt).length;
  const unexplained = lines.filter(({ isUnexplained }) => isUnexplained === true).length;
  const kept = workers.flatMap(({ alive, capture }) => (capture === undefined ? alive : [])).length;
  return [
    ...(passed === 0
      ? []
      : [`${counted(passed, 'test file')} passed unseen: looking keeps to a share of the time of the suite`]),
    ...(unexplained === 0
      ? []
      : [
          `${counted(unexplained, 'test file')} left much, and nothing says who holds it: captures keep to a share of the time of the suite`,
        ]),
    ...(kept === 0
      ? []
      : [
          `the global scope of ${counted(kept, 'test file')} outlives it, and nothing says what keeps it: captures keep to a share of the time of the suite`,
        ]),
  ];
}

function verdictWithout(lines: readonly FileEvidence[]): Verdict {
  if (lines.length === 0) {
    return {
      outcome: 'inconclusive',
      problem: 'unknown',
      sentence: 'no test file told what it left behind',
      confidence: 0,
      evidence: [],
      next: ['run the suite with the reporter in its configuration, and see docs/suites.md'],
    };
  }
  const most = Math.max(...lines.map((line) => line.bytes));
  return {
    outcome: 'none',
    problem: 'none',
    sentence: `none of ${counted(lines.length, 'test file')} leaves anything behind that the program holds`,
    confidence: 1,
    evidence: [
      most === 0
        ? 'what is alive of them is held by the runner or by Node alone'
        : `each leaves at most ${bytes(most)}, which is compiled code and what the runner keeps`,
    ],
    next: [],
  };
}
