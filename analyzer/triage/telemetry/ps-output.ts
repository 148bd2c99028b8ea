import type { Cell, Columns } from './columns.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

/** `top -b` calls them so; both count kibibytes if no unit stands behind the number. */
const renamed: Readonly<Record<string, string>> = { RES: 'RSS', VIRT: 'VSZ', RSZ: 'RSS' };
const sizes = new Set(['RSS', 'VSZ']);
/** The command comes last and may have blanks in it. */
const lastColumns = /^(COMMAND|CMD|ARGS|COMM)$/;

/**
 * Repeated output of `ps -o pid,rss,vsz,etime`, `ps aux` or `top -b`, with or without its header each time. A line
 * with a date between the tables (`date; ps …`) is the time of what follows; else the time is the process's age.
 */
export const psOutput: TelemetryFormat = {
  name: 'output of ps with its header',
  open(head, columns) {
    if (!head.some((line) => headerOf(line) !== undefined)) return undefined;
    return readerOf(columns);
  },
};

function readerOf(columns: Columns): LineReader {
  let header: readonly string[] | undefined;
  return {
    read(line, { at }) {
      const found = headerOf(line);
      if (found !== undefined) {
        header = found;
        return [];
      }
      const row = header === undefined ? undefined : rowOf(line, header);
      if (row === undefined || row === 'torn') return row;
      const observation = columns.observe(row, { at, unit: 'kb' });
      return observation === undefined ? [] : [observation];
    },
  };
}

function headerOf(line: string): readonly string[] | undefined {
  const words = wordsOf(line).map((word) => renamed[word] ?? word);
  if (words.length < 2 || !words.some((word) => sizes.has(word))) return undefined;
  return words.every((word) => /^[A-Z%+]+$/.test(word)) ? words.map(unambiguous) : undefined;
}

/** What `ps` and `top` call TIME is processor time. */
function unambiguous(name: string): string {
  return name === 'TIME' || name === 'TIME+' ? 'CPU time used' : name;
}

function rowOf(line: string, header: readonly string[]): ReadonlyMap<string, Cell> | 'torn' | undefined {
  const words = wordsOf(line);
  const size = header.findIndex((name) => sizes.has(name));
  const pid = header.indexOf('PID');
  // Anything else between the tables: dates, blank lines, what `top` says of the machine.
  const isRow = pid >= 0 ? /^\d+$/.test(words[pid] ?? '') : /^\d+(\.\d+)?[kmgt]?$/.test(words[size] ?? '');
  if (!isRow) return undefined;
  if (words.length < header.length) return 'torn';
  if (words.length > header.length && !lastColumns.test(header[header.length - 1])) return undefined;
  return new Map(header.map((name, i) => [name, words[i]]));
}

function wordsOf(line: string): readonly string[] {
  return line.trim().split(/\s+/);
}
