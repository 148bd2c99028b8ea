import { anatomyLines } from '../../format/anatomy-words.ts';
import { holderLines } from '../../format/holder-words.ts';
import { placesLines } from '../../format/places-words.ts';
import { bytes, bytesPerHour, count } from '../../format/quantities.ts';
import { releaseWords } from '../../format/release-words.ts';
import type { Suspect } from '../../format/suspect.ts';
import { sizeWords } from '../../format/suspect-size.ts';
import type { Paint } from '../terminal/paint.ts';
import { allocatedBy } from './allocation-text.ts';
import { drawPath, placeOf } from './path-text.ts';

const widestNote = 90;

/** One suspect as a compiler would report a fault: the fact, the place, the path, then the notes. */
export function suspectText(suspect: Suspect, paint: Paint, source?: string): string[] {
  const place = placeOf(suspect);
  return [
    heading(suspect, paint),
    ...(place === undefined ? [] : [`  ${paint.frame('-->')} ${place}`]),
    ...drawPath(suspect, paint),
    ...note('in', suspect.heaps ?? [], paint),
    ...note('size', [sizeWords(suspect)], paint),
    ...note('rate', [rateText(suspect)], paint),
    ...(suspect.holders.length > 1 ? note('held by', holdersText(suspect), paint) : []),
    ...note('places', placesLines(suspect), paint),
    ...note('entry', suspect.anatomy === undefined ? [] : anatomyLines(suspect.anatomy), paint),
    ...(suspect.allocations === undefined ? [] : note('sites', allocatedBy(suspect.allocations), paint)),
    ...note('evidence', joined(suspect.evidence), paint),
    ...note('help', suspect.remedy, paint),
    ...note(
      'more',
      [`heaptrail explain ${source === undefined ? '' : `${source} `}${suspect.fingerprint}`],
      paint,
    ),
  ];
}

export function heading(suspect: Suspect, paint: Paint): string {
  const word = suspect.confirmed ? paint.alarm('leak') : paint.caution('possible');
  return `${word}[${paint.strong(suspect.fingerprint)}]: ${paint.strong(suspect.title)}`;
}

/** `= label:   text`, further lines aligned below the first. Nothing if there is nothing to say. */
export function note(label: string, lines: readonly string[], paint: Paint): string[] {
  return lines.map((line, index) =>
    index === 0 ? `  ${paint.frame('=')} ${`${label}:`.padEnd(10)}${line}` : `    ${' '.repeat(10)}${line}`,
  );
}

export function rateText({ growth }: Suspect): string {
  const parts = [`${bytes(growth.bytesPerInterval)} per interval`];
  if (growth.bytesPerHour !== undefined) parts.push(bytesPerHour(growth.bytesPerHour));
  if (growth.objectsPerOperation !== undefined) {
    parts.push(`${count(growth.objectsPerOperation)} new per operation`);
  }
  return parts.join(', ');
}

function holdersText({ holders }: Suspect): string[] {
  return [...holderLines(holders), releaseWords(holders) ?? ''];
}

/** On one line if that is still easy to read. */
function joined(parts: readonly string[]): readonly string[] {
  const line = parts.join('; ');
  return line.length > 0 && line.length <= widestNote ? [line] : parts;
}
