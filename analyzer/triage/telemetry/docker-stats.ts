import type { EpochMillis } from '../../../format/units.ts';
import { parseSize } from './amounts.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** Two blanks or more: names of columns have single ones. */
const gap = /\s{2,}/;
/** Without --no-stream it paints over itself. */
const escapes = /\x1b\[[\d;?]*[A-Za-z]/g;

/**
 * Repeated output of `docker stats --no-stream`: the memory of a container is that of its processes with the page
 * cache they use. It prints no time: `date` before it does, or --every.
 */
export const dockerStats: TelemetryFormat = {
  name: 'output of docker stats',
  open(head, columns) {
    if (!head.some(isHeader)) return undefined;
    let header: readonly string[] | undefined;
    let at: EpochMillis | undefined;
    return {
      read(raw) {
        const line = raw.replace(escapes, '').trim();
        if (isHeader(line)) {
          header = line.split(gap);
          return [];
        }
        const cells = line.split(gap);
        if (header === undefined || cells.length < header.length) {
          at = columns.moments.find(line) ?? at;
          return [];
        }
        const memory = cells[header.indexOf('MEM USAGE / LIMIT')];
        const [rss, cgroupLimit] = memory.split('/').map((size) => parseSize(size.trim()));
        if (rss === undefined) return [];
        const pid = cells[Math.max(0, header.indexOf('NAME'))];
        const limit = cgroupLimit === undefined ? {} : { cgroupLimit, cgroupUsage: rss };
        return [{ pid, ...(at === undefined ? {} : { at }), memory: { rss, ...limit } }];
      },
    };
  },
};

function isHeader(line: string): boolean {
  return line.includes('MEM USAGE / LIMIT');
}
