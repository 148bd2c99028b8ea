import { bytes, bytesPerHour, count, share } from '../../format/quantities.ts';
import type { Suspect } from '../../format/report.ts';
import type { Bytes } from '../../format/units.ts';
import { allocatedBy } from './allocation-text.ts';
import type { Paint } from './paint.ts';
import { drawPath, placeOf } from './path-text.ts';

const widestNote = 90;

/** One suspect as a compiler would report a fault: the fact, the place, the path, then the notes. */
export function suspectText(suspect: Suspect, paint: Paint, source?: string): string[] {
  const place = placeOf(suspect.path);
  return [
    heading(suspect, paint),
    ...(place === undefined ? [] : [`  ${paint.frame('-->')} ${place}`]),
    ...drawPath(suspect, paint),
    ...note('in', suspect.heaps ?? [], paint),
    ...note('size', [sizeText(suspect)], paint),
    ...note('rate', [rateText(suspect)], paint),
    ...(suspect.holders.length > 1 ? note('held by', holdersText(suspect), paint) : []),
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

/** `= label:   text`, further lines aligned below the first. Nothing where there is nothing to say. */
export function note(label: string, lines: readonly string[], paint: Paint): string[] {
  return lines.map((line, index) =>
    index === 0 ? `  ${paint.frame('=')} ${`${label}:`.padEnd(10)}${line}` : `    ${' '.repeat(10)}${line}`,
  );
}

export function sizeText(suspect: Suspect): string {
  const { retainedSize, holders } = suspect;
  const born = bornWhileRecording(suspect);
  // Without one holder that keeps them alive alone, only the objects themselves can be measured.
  if (retainedSize === 0) return `${bytes(born)} born between captures, held by no single object`;
  if (holders.length > 1 && retainedSize < born) {
    return `${bytes(born)} born between captures and held jointly, ${bytes(retainedSize)} by the first holder alone`;
  }
  if (born > 2 * retainedSize)
    return `${bytes(born)} born between captures, ${bytes(retainedSize)} held by the holder alone`;
  return `${bytes(retainedSize)} held by nothing else, ${bytes(Math.min(born, retainedSize))} of it born between captures`;
}

export function rateText({ growth }: Suspect): string {
  const parts = [`${bytes(growth.bytesPerInterval)} per interval`];
  if (growth.bytesPerHour !== undefined) parts.push(bytesPerHour(growth.bytesPerHour));
  if (growth.objectsPerOperation !== undefined) {
    parts.push(`${count(growth.objectsPerOperation)} new per operation`);
  }
  return parts.join(', ');
}

/** Index 0 was there before the first capture: part of the size, no part of the growth. */
export function bornWhileRecording({ survivors }: Suspect): Bytes {
  return survivors.bytes.slice(1).reduce((sum, size) => sum + size, 0);
}

function holdersText({ holders }: Suspect): string[] {
  const lines = holders.map(
    (holder) => `${holder.expression} (${share(holder.share)} of the growing objects)`,
  );
  const allAlike = holders.every((holder) => holder.share === holders[0].share);
  return [
    ...lines,
    allAlike
      ? 'all of them have to let go: clearing one is not enough'
      : 'an object goes when the last of its holders lets go',
  ];
}

/** On one line where that is still easy to read. */
function joined(parts: readonly string[]): readonly string[] {
  const line = parts.join('; ');
  return line.length > 0 && line.length <= widestNote ? [line] : parts;
}
