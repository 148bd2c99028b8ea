import { standsOn } from '../../format/coverage.ts';
import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import { printable } from '../../format/printable.ts';
import { counted, share } from '../../format/quantities.ts';
import type { HeapReport, Report } from '../../format/report.ts';
import { residentText } from '../../format/resident-words.ts';
import { targetName } from '../../format/target-name.ts';
import type { Verdict } from '../../format/verdict.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import { unexplainedSites } from './allocation-text.ts';
import { leadsWithSummary, summaryBlocks } from './heap-summary-text.ts';
import { partsText } from './judged-parts.ts';
import { leftByCaptures, memoryText } from './memory-text.ts';
import { nativeLimits, nativeLines } from './native-text.ts';
import type { Reporter } from './reporter.ts';
import { note, suspectText } from './suspect-text.ts';

export interface TextOptions {
  /** ANSI colors; the caller knows what the text is written to. */
  readonly colors?: boolean;
  /** Every suspect, not only the most likely ones. */
  readonly all?: boolean;
  /** What was analyzed, as the reader named it: `heaptrail explain` is told to look there again. */
  readonly source?: string;
}

export const shownSuspects = 5;

/** The report for a terminal: the verdict first and in plain words, what was not seen always last. */
export function renderText(raw: Report, options: TextOptions = {}): string {
  const report = printable(raw);
  const ink = paint(options.colors ?? false);
  const shown = options.all ? report.suspects : report.suspects.slice(0, shownSuspects);
  const verdict = verdictText(report.verdict, ink, standsOn(report.coverage));
  const summaries = summaryBlocks(report, ink);
  const blocks = [
    ...(leadsWithSummary(report) ? [...summaries, verdict] : [verdict, ...summaries]),
    heapsText(report.heaps ?? [], ink),
    ...shown.map((suspect) => suspectText(suspect, ink, options.source)),
    hiddenText(report.suspects.length - shown.length, ink),
    nativeLines(report),
    unexplainedSites(report, ink),
    suppressedText(report, ink),
    goneText(report, ink),
    coverageText(report, ink),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

export const textReporter: Reporter = {
  name: 'text',
  purpose: 'for people, in color on a terminal',
  render: renderText,
};

/** Each heap in a line, the worst first. */
function heapsText(heaps: readonly HeapReport[], ink: Paint): string[] {
  return heaps.map(
    ({ name, report }) => `${name}: ${verdictLine(report.verdict, ink, standsOn(report.coverage))}`,
  );
}

/**
 * The verdict in one line, then why, then what to do.
 * @param by the rung that the confidence stands on, if it is not that of captures
 */
export function verdictText(verdict: Verdict, ink: Paint, by?: string): string[] {
  return [
    verdictLine(verdict, ink, by),
    ...note('because', verdict.evidence, ink),
    ...note('next', verdict.next, ink),
  ];
}

export function verdictLine({ outcome, sentence, confidence }: Verdict, ink: Paint, by?: string): string {
  const sure = `${share(confidence)} confidence${by === undefined ? '' : ` ${by}`}`;
  const told = withConfidence(sentence, sure, ink);
  switch (outcome) {
    case 'growth':
      return `${ink.alarm('growth')}: ${told}`;
    case 'possible':
      return `${ink.caution('possible growth')}: ${told}`;
    case 'none':
      return ink.calm(sentence);
    case 'inconclusive':
      return `${ink.caution('inconclusive')}: ${ink.strong(sentence)}`;
  }
}

/** `… never loses any (1 more suspect, 98 % confidence)`: two pairs of brackets in a row read badly. */
function withConfidence(sentence: string, sure: string, ink: Paint): string {
  return sentence.endsWith(')')
    ? `${ink.strong(sentence.slice(0, -1))}${ink.faint(`, ${sure})`)}`
    : `${ink.strong(sentence)}${ink.faint(` (${sure})`)}`;
}

function hiddenText(hidden: number, ink: Paint): string[] {
  return hidden > 0 ? [ink.faint(`… ${counted(hidden, 'more suspect')}: --all shows them`)] : [];
}

/** One line each: what a configuration took out of the verdict is never silent. */
function suppressedText({ suppressed = [] }: Report, ink: Paint): string[] {
  return suppressed.map(({ suspect, list, reason }) => {
    return ink.faint(`${listWords[list]}[${suspect.fingerprint}]: ${suspect.title} (${reason})`);
  });
}

const listWords: Readonly<Record<SuppressedSuspect['list'], string>> = {
  suppress: 'suppressed',
  libraryLeaks: 'library leak, known',
  baseline: 'known',
};

function goneText(report: Report, ink: Paint): string[] {
  return goneLines(report).map((line) => ink.calm(line));
}

/** What was accepted and no longer grows: the baseline should forget it, or it may return unseen. */
export function goneLines({ baseline = [], verdict }: Report): string[] {
  if (verdict.outcome === 'inconclusive') return [];
  return baseline
    .filter(({ state }) => state === 'gone')
    .map(
      ({ fingerprint, holder }) =>
        `gone[${fingerprint}]: ${holder} no longer grows: --update removes it from the baseline`,
    );
}

function coverageText(report: Report, ink: Paint): string[] {
  return coverageLines(report).map((line) => ink.faint(line));
}

/** What was looked at and what was not: no report goes without it. */
export function coverageLines(report: Report): string[] {
  const { coverage, memory, target } = report;
  return [
    ...(target === undefined
      ? []
      : [`target: ${targetName(target)}, ${target.runtime} ${target.version}, ${target.command}`]),
    ...(memory === undefined ? [] : memoryText(memory, coverage.captures, report.verdict.problem)),
    ...(memory?.resident === undefined ? [] : [residentText(memory.resident)]),
    ...leftByCaptures(memory),
    `looked at: ${methodText(report)}`,
    ...judgedText(report.verdict),
    ...coverage.notSeen.map((text) => `not seen: ${text}`),
    ...coverage.limits.map((text) => `limit: ${text}`),
    ...nativeLimits(report),
  ];
}

/** Each part by itself: what was not judged is said before what was not seen at all. */
function judgedText({ parts = [] }: Verdict): string[] {
  return parts.length === 0 ? [] : [`judged: ${partsText(parts)}`];
}

function methodText({ coverage, memory, intervals }: Report): string {
  const captures = counted(coverage.captures, 'capture');
  switch (coverage.method) {
    case 'survivors-by-birth':
      return `${captures}, each object dated by the interval it was born in`;
    case 'path-classes':
      return `${captures} without common object ids, compared by path and class (weaker)`;
    case 'visits':
      return `${counted(intervals.length + 1, 'visit')}, no heap snapshot: sizes of what some functions lead to`;
    case 'census':
      return `${counted(intervals.length + 1, 'visit')} with a census of all large containers, no heap snapshot compared`;
    case 'ledger-only':
      return memory === undefined ? `${captures} and nothing to compare` : `the memory ledger, ${captures}`;
  }
}
