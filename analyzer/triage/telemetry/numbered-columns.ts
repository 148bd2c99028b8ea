import type { EpochMillis } from '../../../format/units.ts';
import type { Cell } from './columns.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const blanks = /\s+/;
const anySeparator = /[\s,;|]+/;

/**
 * Columns without a header, as `echo $(date +%s) $(ps -o rss= -p PID)` writes them: only a mapping can name them. Where
 * blanks alone make enough columns, commas are parts of numbers: `112,640`. A line with a date only is the time of what
 * follows.
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
    const wide = rows.filter((line) => wordsOf(line, blanks).length >= last);
    const separator = wide.length >= rows.length / 2 ? blanks : anySeparator;
    let at: EpochMillis | undefined;
    return {
      read(line) {
        if (line.trim() === '') return [];
        const words = wordsOf(line, separator);
        const row = new Map<string, Cell>(words.map((word, i) => [String(i + 1), word]));
        const observation = words.length < last ? undefined : columns.observe(row, { at });
        if (observation !== undefined) return [observation];
        const date = columns.moments.findAlone(line);
        at = date ?? at;
        return words.length < last && date === undefined ? 'torn' : [];
      },
    };
  },
};
