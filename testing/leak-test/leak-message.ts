import { fileURLToPath } from 'node:url';
import { renderText } from '../../analyzer/report/text.ts';
import { verdictOfSuspects } from '../../analyzer/report/verdict.ts';
import { asTyped, typedCommand } from '../../analyzer/terminal/typed-command.ts';
import { bytes, count, counted } from '../../format/quantities.ts';
import { recordingFiles } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { LeakTestResult } from './leak-test-result.ts';

/** What a test prints: the report's text if something leaks, one line if nothing does. */
export function leakMessage(
  name: string,
  result: Omit<LeakTestResult, 'message'>,
  command = installedCommand(),
): string {
  const { leaks, report, artefacts } = result;
  if (report === undefined && leaks.length > 0) return withoutReport(name, result);
  if (leaks.length === 0 || report === undefined)
    return [acquittal(name, result), ...asides(result)].join('\n');
  const lines = [
    `${name} leaks: ${counted(leaks.length, 'suspect')} in ${count(result.operations)} operations`,
    '',
    renderText(
      withoutRest(onlyLeaks(report, leaks)),
      artefacts === undefined ? {} : { source: artefacts.recording },
    ).trimEnd(),
    ...asides(result),
  ];
  if (artefacts !== undefined)
    lines.push(
      `recording: ${artefacts.recording}`,
      `page:      ${artefacts.page ?? 'not written; heaptrail view RECORDING shows it'}`,
    );
  return asTyped(lines.join('\n'), command);
}

/** A project that tests with heaptrail has it in its node_modules: the shell finds it there only through `npx`. */
function installedCommand(): string {
  return typedCommand(fileURLToPath(import.meta.url), process.cwd());
}

/** If no captures could be taken, the suspects are all there is to say. */
function withoutReport(name: string, { leaks, operations }: Omit<LeakTestResult, 'message'>): string {
  const lines = leaks.flatMap(({ fingerprint, title, evidence, remedy }) => [
    `leak[${fingerprint}]: ${title}`,
    ...evidence.map((text) => `  = evidence: ${text}`),
    ...remedy.map((text) => `  = help:     ${text}`),
  ]);
  return [
    `${name} leaks: ${counted(leaks.length, 'suspect')} in ${count(operations)} operations`,
    '',
    ...lines,
  ].join('\n');
}

function acquittal(name: string, { operations, perOperation }: Omit<LeakTestResult, 'message'>): string {
  const { objects, bytes: size } = perOperation;
  return `${name} does not leak in ${count(operations)} operations: each leaves at most ${counted(objects, 'object')} and ${bytes(size)} alive`;
}

/** What was found and does not count is never silent. */
function asides({ allowed }: Omit<LeakTestResult, 'message'>): string[] {
  return allowed.map(
    ({ suspect, reason }) => `set aside[${suspect.fingerprint}]: ${suspect.title} (${reason})`,
  );
}

/** A test asks about the heap of this process while it works: what recordings look at beside it is not its business. */
function withoutRest({ target: _, ...report }: Report): Report {
  const { coverage, verdict } = report;
  const { parts: __, ...shown } = verdict;
  const limits = coverage.limits.filter((limit) => !limit.startsWith(recordingFiles.ledger));
  return { ...report, verdict: shown, coverage: { ...coverage, notSeen: [], limits } };
}

function onlyLeaks(report: Report, leaks: readonly Suspect[]): Report {
  if (leaks.length === report.suspects.length) return report;
  const { verdict, coverage } = report;
  return {
    ...report,
    suspects: leaks,
    verdict: verdictOfSuspects(leaks, coverage.captures, verdict.evidence),
  };
}
