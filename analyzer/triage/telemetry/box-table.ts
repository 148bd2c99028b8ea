import { namedColumn } from './column-names.ts';
import type { Cell, Columns } from './columns.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

/** pm2 calls resident memory so. */
const renamed: Readonly<Record<string, string>> = { mem: 'rss', memory: 'rss' };

/**
 * Tables with lines around their cells, again and again: `pm2 ls`, `console.table`. A process of pm2 is known by its
 * number and name, because its pid is another after each restart.
 */
export const boxTable: TelemetryFormat = {
  name: 'tables of pm2 ls or console.table',
  open(head, columns) {
    return head.some((line) => headerOf(line) !== undefined) ? readerOf(columns) : undefined;
  },
};

function readerOf(columns: Columns): LineReader {
  let header: readonly string[] | undefined;
  return {
    read(line, { at }) {
      const cells = cellsOf(line);
      if (cells === undefined) return undefined;
      const found = headerOf(line);
      if (found !== undefined) header = found;
      if (header === undefined || found !== undefined || cells.length < header.length) return [];
      const row = new Map<string, Cell>(header.map((name, i) => [name, cells[i]]));
      const name = nameOf(header, cells);
      if (name !== undefined) row.delete('pid');
      const observation = columns.observe(row, { at, pid: name });
      return observation === undefined ? [] : [observation];
    },
  };
}

function nameOf(header: readonly string[], cells: readonly string[]): string | undefined {
  const [id, name] = [
    header.findIndex((cell) => /^id$/i.test(cell)),
    header.findIndex((cell) => /^(?:app )?name$/i.test(cell)),
  ];
  return name < 0 ? undefined : id < 0 ? cells[name] : `${cells[id]}|${cells[name]}`;
}

function headerOf(line: string): readonly string[] | undefined {
  const cells = cellsOf(line)?.map((cell) => renamed[cell.toLowerCase()] ?? cell);
  if (cells === undefined || cells.some((cell) => /^\d/.test(cell))) return undefined;
  return cells.some((cell) => namedColumn(cell) !== undefined && !/^(?:pid|uptime|time)$/i.test(cell))
    ? cells
    : undefined;
}

/** A row of more cells is no row of a table that people read. */
const mostColumns = 200;

/** What stands between the lines of a box; the rules between rows have no cells. */
function cellsOf(line: string): readonly string[] | undefined {
  const text = line.trim();
  const wall = /^[│┃║]/.test(text) ? text[0] : text.startsWith('|') && text.endsWith('|') ? '|' : undefined;
  if (wall === undefined || text.length < 3) return undefined;
  const cells = text.slice(1, text.endsWith(wall) ? -1 : undefined).split(wall, mostColumns);
  return cells.length < 2 ? undefined : cells.map((cell) => cell.trim().replace(/^'(.*)'$/, '$1'));
}
