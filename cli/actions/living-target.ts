import { maskedArguments } from '../../format/masked-arguments.ts';
import type { Report, ReportTarget } from '../../format/report.ts';
import type { Verdict } from '../../format/verdict.ts';
import { host } from '../../probes/host/this-host.ts';

/**
 * If the process still runs, the next step names it: `heaptrail attach 4123`. A stored report does not, as it may end.
 * Of an address nobody knows, and nothing is contacted to find out.
 */
export function withLivingTarget<R extends Report>(report: R): R {
  const { target, verdict } = report;
  const name =
    target === undefined ? undefined : (target.address ?? (isAlive(target) ? target.pid : undefined));
  return name === undefined ? report : { ...report, verdict: named(verdict, name) };
}

function named(verdict: Verdict, name: string | number): Verdict {
  return { ...verdict, next: verdict.next.map((step) => step.replace(/\battach PID\b/g, `attach ${name}`)) };
}

/** The process of this id, and no other one that got it later or on another machine. */
function isAlive({ pid, command }: ReportTarget): boolean {
  if (pid === undefined) return false;
  return maskedArguments(host.processes.wordsOf(pid) ?? []).join(' ') === command;
}
