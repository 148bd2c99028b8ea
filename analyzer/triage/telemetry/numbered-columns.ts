import type { Cell } from './columns.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const blanks = /\s+/;
const anySeparator = /[\s,;|]+/;

/**
 * Columns without a header, as `echo $(date +%s) $(ps -o rss= -p PID)` writes them: only a mapping can name them. Where
 * blanks alone make enough columns, commas are parts of numbers: `112,640`.
 */
export const numberedColumns: TelemetryFormat = {
  name: 'columns without a header that --columns names by number',
  wholeFile: true,
  open(head, columns) {
    const { mapped } = columns.bindings;
    if (mapped.length === 0 || !mapped.every(({ column }) => /^\d+$/.test(column))) return undefined;
    const last = Math.max(...mapped.map(({ column }) => Number(column)));
    const wordsOf = (line: string, separator: RegExp) => line.trim().split(separator);
    const rows = head.filter((line) => line.trim() !== '');
    const separator = rows.every((line) => wordsOf(line, blanks).length >= last) ? blanks : anySeparator;
    return {
      read(line) {
        const words = wordsOf(line, separator);
        if (line.trim() === '') return [];
        if (words.length < last) return 'torn';
        const row = new Map<string, Cell>(words.map((word, i) => [String(i + 1), word]));
        const observation = columns.observe(row);
        return observation === undefined ? [] : [observation];
      },
    };
  },
};
