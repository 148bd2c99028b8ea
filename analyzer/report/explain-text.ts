import { anatomyLines } from '../../format/anatomy-words.ts';
import type { Interval } from '../../format/coverage.ts';
import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import { placesLines } from '../../format/places-words.ts';
import { printable } from '../../format/printable.ts';
import { count, duration, share } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeWords, survivorWords } from '../../format/suspect-size.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import { allocationLines } from './allocation-text.ts';
import { drawPath, placeOf } from './path-text.ts';
import { heading, note, rateText } from './suspect-text.ts';

const widestBar = 40;

export interface ExplanationOptions {
  readonly colors?: boolean;
  /** Draw survivors as bars beside their numbers. Default: true. */
  readonly bars?: boolean;
}

/** The whole story of one suspect: every step of its path, every holder, and its survivors by birth as bars. */
export function renderExplanation(
  report: Report,
  suspect: Suspect,
  options: ExplanationOptions = {},
): string {
  const known = report.suppressed?.find((one) => one.suspect === suspect);
  return explanation(
    printable(suspect),
    printable(report.intervals),
    known === undefined ? [] : [printable(setAsideBy(known))],
    paint(options.colors ?? false),
    options.bars ?? true,
  );
}

function setAsideBy({ list, by, matches, reason }: SuppressedSuspect): string {
  return `${list} in the configuration, matched by ${by} ${matches}: ${reason}`;
}

function explanation(
  suspect: Suspect,
  intervals: readonly Interval[],
  known: readonly string[],
  ink: Paint,
  bars: boolean,
): string {
  const place = placeOf(suspect);
  const blocks = [
    [heading(suspect, ink), ...(place === undefined ? [] : [`  ${ink.frame('-->')} ${place}`])],
    section('path', drawPath(suspect, ink, { whole: true }), ink),
    section('holders', holderLines(suspect), ink),
    section(
      'survivors by birth, in the last capture',
      survivorBars(suspect, intervals, ink, bars ? widestBar : 0),
      ink,
    ),
    section(
      'allocated by',
      suspect.allocations === undefined ? [] : allocationLines(suspect.allocations),
      ink,
    ),
    [
      ...note('known', known, ink),
      ...note('size', [sizeWords(suspect)], ink),
      ...note('rate', [rateText(suspect)], ink),
      ...note('entry', entryLines(suspect), ink),
      ...note('proof', [proof(suspect)], ink),
      ...note('places', placesLines(suspect), ink),
      ...note('evidence', suspect.evidence, ink),
      ...note('help', suspect.remedy, ink),
    ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function entryLines({ entryClass, entryCount, anatomy }: Suspect): string[] {
  const alive = `${entryClass}, ${count(entryCount)} alive`;
  return anatomy === undefined ? [alive] : [alive, ...anatomyLines(anatomy)];
}

function section(title: string, lines: readonly string[], ink: Paint): string[] {
  return lines.length === 0 ? [] : [`${ink.strong(title)}:`, ...lines];
}

function holderLines({ holders }: Suspect): string[] {
  const lines = holders.map(
    (holder) => `   ${holder.expression}  (${holder.name}, ${share(holder.share)} of the growing objects)`,
  );
  const release = releaseWords(holders);
  return release === undefined ? lines : [...lines, `   ${release}`];
}

/**
 * One bar an interval. A leak keeps a like number from each; a working set keeps only the newest, a
 * cache that is full only the oldest or the newest.
 */
function survivorBars(
  { survivors }: Suspect,
  intervals: readonly Interval[],
  ink: Paint,
  widest: number,
): string[] {
  const { counts, bytes: sizes } = survivors;
  // Values that are replaced leave no members to count: then the bars show bytes.
  const lengths = counts.some((number) => number > 0) ? counts : sizes;
  const longest = Math.max(1, ...lengths);
  const labels = counts.map((_, birth) => birthLabel(birth, intervals));
  const width = Math.max(...labels.map((label) => label.length));
  return counts.map((_, birth) => {
    const length = Math.round((lengths[birth] / longest) * widest);
    const bar = widest > 0 && lengths[birth] > 0 ? '█'.repeat(Math.max(1, length)) : '';
    const figures = survivorWords(survivors, birth);
    return `   ${labels[birth].padEnd(width)}  ${ink.alarm(bar)}${bar === '' ? '' : ' '}${figures}`;
  });
}

function birthLabel(birth: number, intervals: readonly Interval[]): string {
  if (birth === 0) return 'before the first capture';
  const interval = intervals[birth - 1];
  if (interval === undefined) return `interval ${birth}`;
  const span = interval.duration === undefined ? '' : `, ${duration(interval.duration)}`;
  const work = interval.operations === undefined ? '' : `, ${count(interval.operations)} operations`;
  return `${interval.from} to ${interval.to}${span}${work}`;
}

function proof({ confirmed, slowing, mayEnd, ofOpenOwner, confidence }: Suspect): string {
  if (ofOpenOwner)
    return `not proven: its owner is still open, and others that ended were freed, ${share(confidence)} confidence`;
  if (slowing) return `not proven: it gains less in each interval, ${share(confidence)} confidence`;
  if (mayEnd !== undefined) return `not proven: ${mayEnd}, ${share(confidence)} confidence`;
  return confirmed
    ? `confirmed by the earlier captures, ${share(confidence)} confidence`
    : `not confirmed by the earlier captures, ${share(confidence)} confidence`;
}
