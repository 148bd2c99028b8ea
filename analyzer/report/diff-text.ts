import { printable } from '../../format/printable.ts';
import { bytes, bytesPerHour, count, counted } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import { type Paint, paint } from '../terminal/paint.ts';
import type { Change, RateUnit, ReportDiff } from './compare-reports.ts';
import { placeOf } from './path-text.ts';
import { rateText } from './suspect-text.ts';

/** The difference for a terminal: what got worse first, what is the same last. */
export function renderDiffText(raw: ReportDiff, options: { readonly colors?: boolean } = {}): string {
  const diff = printable(raw);
  const ink = paint(options.colors ?? false);
  const lines = [
    headline(diff, ink),
    ...diff.new.map((suspect) => suspectLine(ink.alarm('new'), suspect, ink)),
    ...diff.faster.map((change) => changeLine(ink.alarm('faster'), change, ink)),
    ...diff.slower.map((change) => changeLine(ink.calm('slower'), change, ink)),
    ...diff.gone.map((suspect) => suspectLine(ink.calm('gone'), suspect, ink)),
    ...diff.same.map((change) => changeLine('same', change, ink)),
    `before: ${diff.before.sentence}`,
    `after: ${diff.after.sentence}`,
  ];
  return `${lines.join('\n')}\n`;
}

function headline(diff: ReportDiff, ink: Paint): string {
  const parts = [
    said(diff.new.length, 'new'),
    said(diff.faster.length, 'faster'),
    said(diff.slower.length, 'slower'),
    said(diff.gone.length, 'gone'),
    said(diff.same.length, 'the same'),
  ].filter((part) => part !== '');
  const all = parts.length === 0 ? 'no suspects before or after' : `suspects: ${parts.join(', ')}`;
  return diff.worse
    ? `${ink.alarm('worse')}: ${ink.strong(all)}`
    : `${ink.calm('not worse')}: ${ink.strong(all)}`;
}

function said(number: number, what: string): string {
  return number === 0 ? '' : `${count(number)} ${what}`;
}

function suspectLine(word: string, suspect: Suspect, ink: Paint): string {
  const place = placeOf(suspect);
  const proof = suspect.confirmed ? '' : ', not proven';
  return `${word}[${ink.strong(suspect.fingerprint)}]: ${suspect.title} (${rateText(suspect)}${proof})${place === undefined ? '' : `\n  ${ink.frame('-->')} ${place}`}`;
}

function changeLine(word: string, change: Change, ink: Paint): string {
  const say = rateIn[change.unit];
  return `${word}[${ink.strong(change.fingerprint)}]: ${change.title} (${say(change.before)} before, ${say(change.after)} after)`;
}

/** A rate of two recordings that are compared, in words. */
export const rateIn: Readonly<Record<RateUnit, (rate: number) => string>> = {
  'objects per operation': (rate) => `${counted(rate, 'object')} per operation`,
  'bytes per hour': bytesPerHour,
  'bytes per interval': (rate) => `${bytes(rate)} per interval`,
};
