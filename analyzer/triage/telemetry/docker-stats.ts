import { sizeInLog } from './amounts.ts';
import type { Observation } from './observation.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** Two blanks or more: names of columns have single ones. */
const gap = /\s{2,}/;
/** `docker stats --format '{{.Name}} {{.MemUsage}}'`, with any other columns and without a header. */
const formatted =
  /^(?:([\w./-]{1,120})[:,]?[\t ].{0,200}?)?(?<![\w.])(\d{1,6}(?:\.\d{1,4})?[KMGT]?i?B) ?\/ ?(\d{1,6}(?:\.\d{1,4})?[KMGT]?iB)\b/;

/**
 * Repeated output of `docker stats --no-stream`, or of podman: the memory of a container is that of its processes with
 * the page cache they use. It prints no time: `date` before it does, or --every.
 */
export const dockerStats: TelemetryFormat = {
  name: 'output of docker stats',
  open(head) {
    if (!head.some((line) => isHeader(line) || formatted.test(line))) return undefined;
    let header: readonly string[] | undefined;
    return {
      read(raw, { at }) {
        const line = raw.trim();
        if (isHeader(line)) {
          header = line.split(gap);
          return [];
        }
        const cells = header === undefined ? [] : line.split(gap);
        if (header === undefined || cells.length < header.length) {
          const match = line.startsWith('{') || line.startsWith('[') ? null : formatted.exec(line);
          return match === null ? undefined : observe(match[1], match[2], match[3], at);
        }
        const [used, limit] = (cells[header.findIndex(isHeader)] ?? '').split('/');
        return observe(cells[Math.max(0, header.indexOf('NAME'))], used, limit ?? '', at);
      },
    };
  },
};

function observe(
  pid: string | undefined,
  used: string,
  most: string,
  at: number | undefined,
): readonly Observation[] | undefined {
  const [rss, cgroupLimit] = [used, most].map((size) => sizeInLog(size.trim()));
  if (rss === undefined) return undefined;
  const limit = cgroupLimit === undefined ? {} : { cgroupLimit, cgroupUsage: rss };
  return [
    { ...(pid === undefined ? {} : { pid }), ...(at === undefined ? {} : { at }), memory: { rss, ...limit } },
  ];
}

function isHeader(line: string): boolean {
  return line.includes('MEM USAGE / LIMIT') || line.includes('MEM USAGE/LIMIT');
}
