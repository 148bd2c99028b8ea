import type { Bytes } from '../../../format/units.ts';
import { parseAmount } from './amounts.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

const workingSet = /\bWS\(([KM])\)/;
const units: Readonly<Record<string, Bytes>> = { K: 1024, M: 1024 ** 2 };

/** PowerShell's `Get-Process`, again and again: its columns end where their names end. */
export const getProcess: TelemetryFormat = {
  name: "output of PowerShell's Get-Process",
  open(head) {
    if (!head.some((line) => isHeader(line))) return undefined;
    let header: string | undefined;
    return {
      read(line, { at }) {
        if (isHeader(line)) {
          header = line;
          return [];
        }
        if (header === undefined) return undefined;
        const unit = workingSet.exec(header)!;
        const size = parseAmount(cellEnding(line, unit.index + unit[0].length));
        const pid = cellEnding(line, header.search(/\bId\b/) + 2);
        if (size === undefined || !/^\d{1,10}$/.test(pid)) return undefined;
        return [{ pid, ...(at === undefined ? {} : { at }), memory: { rss: size.value * units[unit[1]] } }];
      },
    };
  },
};

function isHeader(line: string): boolean {
  return line.length < 400 && workingSet.test(line) && /\bId\b/.test(line);
}

/** The last word of what stands before this column's end. */
function cellEnding(line: string, end: number): string {
  return line.slice(0, end).trim().split(/\s+/).at(-1) ?? '';
}
