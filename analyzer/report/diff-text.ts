import { printable } from '../../format/printable.ts';
import { bytes, bytesPerHour, count, counted, rateFigure } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { KeptRate } from '../../judgement/fix.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import type { Change, KeptChange, RateUnit, ReportDiff } from './compare-reports.ts';
import { placeOf } from './path-text.ts';
import { rateText } from './suspect-text.ts';

/** The difference for a terminal: what got worse first, what is the same last. */
export function renderDiffText(raw: ReportDiff, options: { readonly colors?: boolean } = {}): string {
  const diff = printable(raw);
  const ink = paint(options.colors ?? false);
  const kept = new Map(diff.kept.map((each) => [each.fingerprint, each]));
  const withInterval = (line: string, { fingerprint }: { readonly fingerprint: string }) =>
    [line, ...keptLines(kept.get(fingerprint))].join('\n');
  const lines = [
    headline(diff, ink),
    ...diff.new.map((suspect) => withInterval(suspectLine(ink.alarm('new'), suspect, ink), suspect)),
    ...diff.faster.map((change) => withInterval(changeLine(ink.alarm('faster'), change, ink), change)),
    ...diff.slower.map((change) => withInterval(changeLine(ink.calm('slower'), change, ink), change)),
    ...diff.gone.map((suspect) => withInterval(suspectLine(ink.calm('gone'), suspect, ink), suspect)),
    ...diff.same.map((change) => withInterval(changeLine('same', change, ink), change)),
    `before: ${diff.before.sentence}`,
    `after: ${diff.after.sentence}`,
  ];
  return `${lines.join('\n')}\n`;
}

function headline(diff: ReportDiff, ink: Paint): string {
  const all = ink.strong(suspectsInWords(diff));
  if (diff.worse) return `${ink.alarm('worse')}: ${all}`;
  return `${ink.calm(isBetter(diff) ? 'better' : 'not worse')}: ${all}`;
}

/** What could not be judged afterwards may only look as if it had gone. */
function isBetter(diff: ReportDiff): boolean {
  return (
    diff.new.length + diff.faster.length === 0 &&
    diff.slower.length + diff.gone.length > 0 &&
    diff.after.outcome !== 'inconclusive'
  );
}

/** `1 new suspect, 2 faster` or `2 suspects gone, none new`. */
function suspectsInWords(diff: ReportDiff): string {
  const moved = [
    [diff.faster.length, 'faster'],
    [diff.slower.length, 'slower'],
    [diff.gone.length, 'gone'],
    [diff.same.length, 'unchanged'],
  ] as const;
  const [first, ...others] = moved.filter(([number]) => number > 0);
  const rest = others.map(([number, what]) => `${count(number)} ${what}`);
  if (diff.new.length > 0) {
    const all = first === undefined ? [] : [`${count(first[0])} ${first[1]}`, ...rest];
    return [counted(diff.new.length, 'new suspect'), ...all].join(', ');
  }
  if (first === undefined) return 'no suspects before or after';
  return [`${counted(first[0], 'suspect')} ${first[1]}`, ...rest, 'none new'].join(', ');
}

export function suspectLine(word: string, suspect: Suspect, ink: Paint): string {
  const place = placeOf(suspect);
  const proof = suspect.confirmed ? '' : ', not proven';
  return `${word}[${ink.strong(suspect.fingerprint)}]: ${suspect.title} (${rateText(suspect)}${proof})${place === undefined ? '' : `\n  ${ink.frame('-->')} ${place}`}`;
}

export function changeLine(word: string, change: Change, ink: Paint): string {
  return `${word}[${ink.strong(change.fingerprint)}]: ${change.title} (${changeWords(change)})`;
}

/** `1 object per operation before, 1.03 objects per operation after`. */
export function changeWords({ unit, before, after }: Change): string {
  const say = rateIn[unit];
  return `${say(before)} before, ${say(after)} after`;
}

/** `  = entries that stay per operation: 1 before (90 %: 0.89 to 1.12), 1.03 after (90 %: 0.92 to 1.15)`. */
export function keptLines(kept: KeptChange | undefined): string[] {
  if (kept === undefined) return [];
  const words = ([when, rate]: readonly [string, KeptRate | undefined]) =>
    rate === undefined
      ? []
      : [`${rateFigure(rate.value)} ${when} (90 %: ${rateFigure(rate.low)} to ${rateFigure(rate.high)})`];
  const rates = (
    [
      ['before', kept.before],
      ['after', kept.after],
    ] as const
  ).flatMap(words);
  return [`  = entries that stay per ${kept.per}: ${rates.join(', ')}`];
}

/** A rate of two recordings that are compared, in words. */
export const rateIn: Readonly<Record<RateUnit, (rate: number) => string>> = {
  'objects per operation': (rate) => `${counted(rate, 'object')} per operation`,
  'bytes per hour': bytesPerHour,
  'bytes per interval': (rate) => `${bytes(rate)} per interval`,
};
