import type { Cell, Columns } from './columns.ts';
import { ownerOf, parseMetric } from './metric-name.ts';
import type { Observation } from './observation.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

const separators = ['\t', ';', ',', '|'];
/** Comments and titles may stand before the header. */
const latestHeader = 20;
/** A dashboard has hundreds of series; a line of more cells is no header. */
const mostColumns = 2_000;

/**
 * CSV and TSV with a header that names what is measured. Dashboards write a time series into each column, with its
 * labels: `process_resident_memory_bytes{instance="gw1:9100"}`; or one into each row, as Series, Time and Value.
 */
export const separatedValues: TelemetryFormat = {
  name: 'CSV or TSV with a header',
  wholeFile: true,
  open(head, columns) {
    for (const [i, line] of head.slice(0, latestHeader).entries()) {
      const separator = separators.find((candidate) => isTable(line, head.slice(i + 1), candidate, columns));
      if (separator !== undefined) return readerOf(split(line, separator), separator, columns);
    }
    return undefined;
  },
};

/** A column, and whose it is where its labels tell. */
interface Header {
  readonly name: string;
  readonly owner?: string | undefined;
}

function isTable(line: string, rest: readonly string[], separator: string, columns: Columns): boolean {
  const header = split(line, separator);
  if (!isHeader(header, columns)) return false;
  const row = rest.find((next) => next.trim() !== '');
  // A sentence may have commas and speak of memory: what follows it is no row of numbers.
  return row === undefined || (row !== line && isRow(split(row, separator), header));
}

function isRow(cells: readonly string[], header: readonly string[]): boolean {
  return cells.length >= header.length && cells.some((cell) => /^-?\d/.test(cell));
}

function isHeader(cells: readonly string[], columns: Columns): boolean {
  if (cells.length < 2 || cells.length > mostColumns || cells.some((cell) => /^\d/.test(cell))) return false;
  const names = cells.map((cell) => headerOf(cell).name);
  if (names.some((name) => name.includes('{') || name.includes('='))) return false;
  return names.some((name) => columns.bindings.measures(name)) || longTable(names) !== undefined;
}

/** Where each row is one value of a series: the columns of its name and its value. */
function longTable(
  names: readonly string[],
): { readonly series: number; readonly value: number } | undefined {
  const series = names.findIndex((name) => /^(?:series|metric|__name__)$/i.test(name));
  const value = names.findIndex((name) => /^value$/i.test(name));
  const time = names.some((name) => /^(?:time|timestamp|date)$/i.test(name));
  return series >= 0 && value >= 0 && time ? { series, value } : undefined;
}

function headerOf(cell: string): Header {
  const metric = cell.includes('{') ? parseMetric(cell) : undefined;
  return metric === undefined ? { name: cell } : { name: metric.name, owner: ownerOf(metric) };
}

function readerOf(header: readonly string[], separator: string, columns: Columns): LineReader {
  const named = header.map(headerOf);
  const long = longTable(named.map(({ name }) => name));
  const owners = new Set(named.flatMap(({ owner }) => owner ?? []));
  let begun = false;
  return {
    read(line) {
      const cells = split(line, separator);
      // Appended files repeat their header.
      if (cells.length === header.length && cells.every((cell, i) => cell === header[i])) {
        begun = true;
        return [];
      }
      if (!begun || line.trim() === '') return [];
      if (cells.length < header.length) return 'torn';
      const rows = long === undefined ? wideRows(named, owners, cells) : longRow(named, long, cells);
      return rows.flatMap(([owner, row]): readonly Observation[] => {
        const observation = columns.observe(row, { pid: owner });
        return observation === undefined ? [] : [observation];
      });
    },
  };
}

type OwnedRow = readonly [owner: string | undefined, row: ReadonlyMap<string, Cell>];

/** One row for each owner of columns, with the columns that belong to nobody. */
function wideRows(
  header: readonly Header[],
  owners: ReadonlySet<string>,
  cells: readonly string[],
): readonly OwnedRow[] {
  const several = owners.size > 1 ? [...owners] : [undefined];
  return several.map((owner) => {
    const row = new Map<string, Cell>();
    for (const [i, column] of header.entries()) {
      const isOwn = owner === undefined || column.owner === undefined || column.owner === owner;
      if (isOwn && !row.has(column.name)) row.set(column.name, cells[i]);
    }
    return [owner, row];
  });
}

function longRow(
  header: readonly Header[],
  { series, value }: { readonly series: number; readonly value: number },
  cells: readonly string[],
): readonly OwnedRow[] {
  const { name, owner } = headerOf(cells[series]);
  const row = new Map<string, Cell>([[name, cells[value]]]);
  for (const [i, column] of header.entries())
    if (i !== series && i !== value && !row.has(column.name)) row.set(column.name, cells[i]);
  return [[owner, row]];
}

/** Cells may be quoted, a doubled quote inside is one (RFC 4180); a line break inside a cell is not expected here. */
function split(line: string, separator: string): readonly string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (char === '"' && quoted && line[i + 1] === '"') cell += line[++i];
    else if (char === '"') quoted = !quoted;
    else if (char === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += char;
  }
  return [...cells, cell.trim()];
}
