import type { Cell } from './columns.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** Columns without a header, as `echo $(date +%s) $(ps -o rss= -p PID)` writes them: only a mapping can name them. */
export const numberedColumns: TelemetryFormat = {
  name: 'columns without a header that --columns names by number',
  open(_head, columns) {
    const { mapped } = columns.bindings;
    if (mapped.length === 0 || !mapped.every(({ column }) => /^\d+$/.test(column))) return undefined;
    const last = Math.max(...mapped.map(({ column }) => Number(column)));
    return {
      read(line) {
        const words = line.trim().split(/[\s,;|]+/);
        if (line.trim() === '') return [];
        if (words.length < last) return 'torn';
        const row = new Map<string, Cell>(words.map((word, i) => [String(i + 1), word]));
        const observation = columns.observe(row);
        return observation === undefined ? [] : [observation];
      },
    };
  },
};
