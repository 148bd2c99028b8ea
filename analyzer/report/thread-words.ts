import type { StackFrame } from '../../format/allocations.ts';
import { counted } from '../../format/quantities.ts';
import type { WorkerKind } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { frameWords } from './allocation-text.ts';

/** What of them matters is named; a program rarely has more kinds. */
const shownKinds = 3;

/** Adds to a verdict about threads that pile up which worker threads these are, and who starts them. */
export function withThreads(report: Report, kinds: readonly WorkerKind[] = []): Report {
  const { verdict } = report;
  if (verdict.problem !== 'threads') return report;
  const starter = starterOf(report);
  const evidence = [
    ...kinds
      .filter(({ started, ended }) => started > ended)
      .toSorted((a, b) => b.started - b.ended - (a.started - a.ended))
      .slice(0, shownKinds)
      .map(kindWords),
    ...(starter === undefined ? [] : [`${frameWords(starter)} starts worker threads`]),
  ];
  return { ...report, verdict: { ...verdict, evidence: [...evidence, ...verdict.evidence] } };
}

function kindWords({ file, name, atStart, started, ended }: WorkerKind): string {
  const what = file === undefined ? 'code passed as a string' : fileName(file);
  const called = name === undefined ? '' : ` (\`${name}\`)`;
  return (
    `${counted(atStart + started - ended, 'worker thread')} of ${what}${called} at the end, ${atStart} at the start: ` +
    `${started} started, ${ended === 0 ? 'none' : ended} ended`
  );
}

function fileName(url: string): string {
  return url.split('/').slice(-2).join('/');
}

/** The function of the program that calls the constructor of workers, as far as its allocations were sampled. */
function starterOf({ allocations }: Report): StackFrame | undefined {
  for (const { stacks } of allocations?.sites ?? []) {
    for (const { frames } of stacks) {
      const at = frames.findIndex(({ file }) => file === 'node:internal/worker');
      const callers = at < 0 ? [] : frames.slice(at + 1).filter(({ file }) => !file.startsWith('node:'));
      const own = callers.find(({ dependency, file }) => file !== '' && !dependency) ?? callers[0];
      if (own !== undefined) return own;
    }
  }
  return undefined;
}
