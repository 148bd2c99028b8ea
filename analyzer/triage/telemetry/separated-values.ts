import type { Cell, Columns } from './columns.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

const separators = ['\t', ';', ',', '|'];
/** Comments and titles may stand before the header. */
const latestHeader = 20;

/** CSV and TSV with a header that names what is measured. */
export const separatedValues: TelemetryFormat = {
  name: 'CSV or TSV with a header',
  open(head, columns) {
    for (const line of head.slice(0, latestHeader)) {
      const separator = separators.find((candidate) => isHeader(split(line, candidate), columns));
      if (separator !== undefined) return readerOf(split(line, separator), separator, columns);
    }
    return undefined;
  },
};

function isHeader(cells: readonly string[], columns: Columns): boolean {
  if (cells.length < 2 || cells.some((cell) => cell.includes('{') || cell.includes('='))) return false;
  return cells.some((cell) => columns.bindings.measures(cell)) && cells.every((cell) => !/^\d/.test(cell));
}

function readerOf(header: readonly string[], separator: string, columns: Columns): LineReader {
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
      const row = new Map<string, Cell>();
      header.forEach((name, i) => {
        if (!row.has(name)) row.set(name, cells[i]);
      });
      const observation = columns.observe(row);
      return observation === undefined ? [] : [observation];
    },
  };
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
