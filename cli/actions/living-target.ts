import { maskedArguments } from '../../format/masked-arguments.ts';
import type { Report, ReportTarget } from '../../format/report.ts';
import type { Verdict } from '../../format/verdict.ts';
import { host } from '../../probes/host/this-host.ts';

/** If the process still runs, the next step names it: `heaptrail attach 4123`. A stored report does not, as it may end. */
export function withLivingTarget<R extends Report>(report: R): R {
  const { target, verdict } = report;
  if (target === undefined || !isAlive(target)) return report;
  return { ...report, verdict: named(verdict, target.pid) };
}

function named(verdict: Verdict, pid: number): Verdict {
  return { ...verdict, next: verdict.next.map((step) => step.replace(/\battach PID\b/g, `attach ${pid}`)) };
}

/** The process of this id, and no other one that got it later or on another machine. */
function isAlive({ pid, command }: ReportTarget): boolean {
  return maskedArguments(host.processes.wordsOf(pid) ?? []).join(' ') === command;
}
