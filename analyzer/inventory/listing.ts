import { UserError } from '../../format/user-error.ts';

/** A table of an inventory: in the terminal as text, elsewhere as JSON. */
export interface Listing<Row> {
  /** What the rows are, in the plural. */
  readonly what: string;
  readonly columns: readonly ListingColumn<Row>[];
  readonly rows: readonly Row[];
  /** What a reader has to know to read the table, in words. */
  readonly notes?: readonly string[];
}

export interface ListingColumn<Row> {
  /** Lower case and short: `--sort` names it. */
  readonly key: string;
  readonly text: (row: Row) => string;
  /** What rows are sorted by: numbers the largest first, texts in their order. */
  readonly value: (row: Row) => number | string;
}

export interface ListingChoice {
  /** Keeps rows in which a text column contains this, in any case. */
  readonly filter?: string | undefined;
  /** The key of a column; with `-` in front the other way round. */
  readonly sort?: string | undefined;
  readonly limit?: number | undefined;
}

export interface ChosenRows<Row> {
  readonly rows: readonly Row[];
  /** How many there are without the limit. */
  readonly total: number;
}

/** @throws UserError if no column is sorted by that name */
export function chooseRows<Row>(listing: Listing<Row>, choice: ListingChoice): ChosenRows<Row> {
  const matching = filtered(listing, choice.filter);
  const sorted = choice.sort === undefined ? matching : sortedBy(listing, matching, choice.sort);
  return { rows: sorted.slice(0, choice.limit ?? sorted.length), total: sorted.length };
}

function filtered<Row>({ columns, rows }: Listing<Row>, filter = ''): readonly Row[] {
  const wanted = filter.toLowerCase();
  if (wanted === '') return rows;
  return rows.filter((row) =>
    columns.some((column) => {
      const value = column.value(row);
      return typeof value === 'string' && value.toLowerCase().includes(wanted);
    }),
  );
}

function sortedBy<Row>({ columns }: Listing<Row>, rows: readonly Row[], sort: string): readonly Row[] {
  const key = sort.replace(/^-/, '');
  const column = columns.find((candidate) => candidate.key === key);
  if (column === undefined) {
    throw new UserError(
      'usage',
      `nothing here can be sorted by ${key}`,
      `sort by one of: ${columns.map((known) => known.key).join(', ')}`,
    );
  }
  const turn = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((a, b) => turn * compare(column.value(a), column.value(b)));
}

function compare(a: number | string, b: number | string): number {
  return typeof a === 'number' && typeof b === 'number' ? b - a : String(a).localeCompare(String(b), 'en');
}
