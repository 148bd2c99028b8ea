import { sizeInLog } from './amounts.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const header = /^(?:[A-Z]{3,12}\s{1,80}){1,3}CPU\(cores\)\s/;
/** Names, the processor in thousandths, and memory; `kubectl top node` has shares between them. */
const row =
  /^(\S{1,250}(?:\s{1,250}[a-z]\S{0,250}){0,2}?)\s{1,250}\d{1,8}[mun]?\s{1,40}(?:\d{1,3}%\s{1,40})?(\d{1,15}(?:Ki|Mi|Gi|k|M|G)?)(?:\s{1,40}\d{1,3}%)?\s*$/;

/** `kubectl top pod`, with or without `--containers`, `-A` and its header: the working set of each of them. */
export const kubectlTop: TelemetryFormat = {
  name: 'output of kubectl top',
  open(head) {
    const hasHeader = head.some((line) => header.test(line));
    if (!hasHeader && !head.some((line) => row.test(line) && /\d(?:Ki|Mi|Gi)\s*$/.test(line)))
      return undefined;
    return {
      read(line, { at }) {
        if (header.test(line)) return [];
        const match = row.exec(line);
        const rss = match === null ? undefined : sizeInLog(match[2]);
        if (match === null || rss === undefined || !/[KMGk]i?$/.test(match[2])) return undefined;
        const pid = match[1].split(/\s+/).join('/');
        return [{ pid, ...(at === undefined ? {} : { at }), memory: { rss } }];
      },
    };
  },
};
