import { stepWords } from '../../format/anatomy-words.ts';
import { placeText } from '../../format/place.ts';
import { bytes, count, counted } from '../../format/quantities.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import type { Paint } from '../terminal/paint.ts';
import { type SuspectWithPath, sourcePlaceOf } from './source-place.ts';
import { entryNoun, isOneValue } from './suspect-words.ts';

/** Paths longer than this lose their middle, which is nearly always framework plumbing. */
const longestWhole = 12;
const keptAtStart = 4;
const keptAtEnd = 7;

/** Room for marks and labels: names line up from one report to the next, and long ones do not push the rest away. */
const narrowest = 19;
const widest = 36;

interface Row {
  readonly mark: string;
  readonly label: string;
  readonly detail: string;
  readonly growing: boolean;
}

export interface PathOptions {
  /** Draw every step, however long the path is. */
  readonly whole?: boolean;
}

/**
 * The path as a chain: one step a line, what is reached to the right, and `~~~~` under the one
 * edge along which the growth happens.
 */
export function drawPath(suspect: Suspect, paint: Paint, options: PathOptions = {}): string[] {
  const rows = pathRows(suspect);
  const needed = Math.max(...rows.map((row) => indent(row) + row.label.length));
  const width = Math.min(widest, Math.max(narrowest, needed));
  const lines = rows.flatMap((row) => drawRow(row, width, paint));
  if (options.whole || rows.length <= longestWhole) return lines;
  const hidden = rows.length - keptAtStart - keptAtEnd;
  return [
    ...rows.slice(0, keptAtStart).flatMap((row) => drawRow(row, width, paint)),
    `   ${paint.frame('│')}   ${paint.faint(`… ${counted(hidden, 'more step')}`)}`,
    ...rows.slice(-keptAtEnd).flatMap((row) => drawRow(row, width, paint)),
  ];
}

/** Where a reader should look: the file of the module or closure that is nearest to the growth. */
export function placeOf(suspect: SuspectWithPath): string | undefined {
  const place = sourcePlaceOf(suspect);
  if (place === undefined) return suspect.path[0]?.name;
  return place.what === undefined ? placeText(place) : `${placeText(place)} (${place.what})`;
}

function pathRows(suspect: Suspect): Row[] {
  const { path } = suspect;
  const underlined = underlinedStep(path);
  return path.map((step, index): Row => {
    const growing = index === underlined;
    if (index === path.length - 1) return lastRow(suspect, step, growing);
    if (index === 0) return { mark: '│', label: step.name, detail: '', growing };
    return { mark: '│   ↓', label: edgeLabel(step), detail: stepDetail(suspect, step, index), growing };
  });
}

function lastRow(suspect: Suspect, step: PathStep, growing: boolean): Row {
  const edge = isIndexed(step.edge) ? '' : `${edgeLabel(step)}: `;
  const detail = isOneValue(suspect.kind)
    ? `${bytes(suspect.retainedSize)} in one value`
    : counted(suspect.entryCount, 'object');
  return { mark: '╰→', label: `${edge}${withRepeats(step)}`, detail, growing };
}

function stepDetail(suspect: Suspect, step: PathStep, index: number): string {
  const parts = [withRepeats(step)];
  if (index === suspect.path.length - 2 && !isOneValue(suspect.kind)) parts.push(entries(suspect));
  const place = step.location ?? step.declared;
  return [...parts, ...(place === undefined ? [] : [place]), ...minifiedNames(step)].join(', ');
}

/** What a debugger and the running code call it. */
function minifiedNames({ minifiedEdge, minifiedName }: PathStep): string[] {
  return [
    ...(minifiedEdge === undefined ? [] : [`minified \`${minifiedEdge}\``]),
    ...(minifiedName === undefined ? [] : [`class minified \`${minifiedName}\``]),
  ];
}

function entries(suspect: Suspect): string {
  const newest = suspect.survivors.counts.at(-1) ?? 0;
  const fresh = newest > 0 ? ` (${count(newest)} new)` : '';
  return `${counted(suspect.entryCount, entryNoun(suspect.kind))}${fresh}`;
}

/**
 * The growth happens along the edge from a holder to its entries, but `[]` is nothing to underline:
 * then the name under which the holder itself is reached is what a reader looks for.
 */
function underlinedStep(path: readonly PathStep[]): number {
  const growing = path.findIndex((step) => step.growing);
  if (growing > 0 && isIndexed(path[growing].edge)) return growing - 1;
  return growing;
}

/** An edge without a name of its own: an element, or a key that is data. A symbol is a name. */
function isIndexed(edge: string): boolean {
  return edge === '' || /^\[(key|\d*)\]$/.test(edge);
}

function edgeLabel(step: PathStep): string {
  return step.edge.replace(/^\./, '') || step.name;
}

function withRepeats(step: PathStep): string {
  const name = stepWords(step);
  return step.repeats !== undefined && step.repeats > 1 ? `${name} × ${count(step.repeats)}` : name;
}

function indent(row: Row): number {
  return row.mark.length;
}

function drawRow(row: Row, width: number, paint: Paint): string[] {
  const gap = ' '.repeat(Math.max(2, width - indent(row) - row.label.length + 2));
  const label = row.growing ? paint.alarm(row.label) : row.label;
  const line = `   ${paint.frame(row.mark)} ${label}${row.detail === '' ? '' : `${gap}${row.detail}`}`;
  if (!row.growing) return [line];
  // The underline of the last step has no frame left to hang from.
  const frame = row.mark.startsWith('│')
    ? `${paint.frame('│')}${' '.repeat(indent(row) - 1)}`
    : ' '.repeat(indent(row));
  return [line, `   ${frame} ${paint.alarm('~'.repeat(row.label.length))}`];
}
