import { printable } from '../../format/printable.ts';
import { counted } from '../../format/quantities.ts';
import type { ChosenRows, Listing, ListingColumn } from '../inventory/listing.ts';
import { paint } from '../terminal/paint.ts';

const widestText = 72;

/** The rows as a table for a terminal: numbers to the right, texts to the left and cut if they are long. */
export function renderListing<Row>(
  listing: Listing<Row>,
  { rows, total }: ChosenRows<Row>,
  options: { readonly colors: boolean; readonly from: string },
): string {
  const ink = paint(options.colors);
  const { columns, what, notes = [] } = listing;
  const cells = rows.map((row) => columns.map((column) => cut(printable(column.text(row)))));
  const widths = columns.map(({ key }, i) => Math.max(key.length, ...cells.map((line) => lengthOf(line[i]))));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => padded(text, widths[i], isNumeric(columns[i], rows)))
      .join('  ')
      .trimEnd();
  const shown =
    rows.length < total ? `${counted(rows.length, 'row')} of ${total.toLocaleString('en-US')}` : '';
  return [
    ink.faint(line(columns.map(({ key }) => key))),
    ...cells.map(line),
    '',
    ink.faint(`${what} in ${printable(options.from)}${shown === '' ? '' : `: ${shown}, --limit shows more`}`),
    ...notes.map((note) => ink.faint(`note: ${note}`)),
    '',
  ].join('\n');
}

function isNumeric<Row>(column: ListingColumn<Row>, rows: readonly Row[]): boolean {
  return rows.length > 0 && typeof column.value(rows[0]) === 'number';
}

function padded(text: string, width: number, toTheRight: boolean): string {
  const room = ' '.repeat(Math.max(0, width - lengthOf(text)));
  return toTheRight ? `${room}${text}` : `${text}${room}`;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= widestText ? text : `${characters.slice(0, widestText - 1).join('')}…`;
}

/** In characters as a terminal counts them, near enough: surrogate pairs are one. */
function lengthOf(text: string): number {
  return [...text].length;
}
