import type { Bytes } from '../../../format/units.ts';
import { bytesPer, isSizeUnit, parseAmount } from './amounts.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** `total used free shared buff/cache available`, in the words of any language. */
const columns = 6;
const header = /^\s{4,40}[^\d\s:]\S{0,30}(?:\s{1,40}[^\d\s:]\S{0,30}){5,7}\s*$/;
const row = /^([^\s:]{2,20}):?\s{1,40}(\d\S{0,20}(?:\s{1,40}\d\S{0,20}){5,7})\s*$/;

/** Without a unit, what all of a machine's memory counts in shows in its number: no machine has less than 256 MB. */
const inBytes = 1e9;
const inKibibytes = 2.5e5;
const inMebibytes = 200;

/**
 * `free`, again and again: what all processes of the machine take. It cannot tell which of them grows, but where it
 * does not grow, none of them does.
 */
export const freeOutput: TelemetryFormat = {
  name: 'output of free',
  open(head) {
    if (!head.some((line, i) => header.test(line) && row.test(head[i + 1] ?? ''))) return undefined;
    let isNext = false;
    return {
      read(line, { at }) {
        if (header.test(line)) {
          isNext = true;
          return [];
        }
        const match = isNext ? row.exec(line) : null;
        isNext = false;
        if (match === null) return undefined;
        const sizes = match[2].trim().split(/\s+/).map(parseAmount);
        if (sizes.length < columns || sizes.some((size) => size === undefined)) return 'torn';
        const unit = unitOf(sizes[0]!.value);
        const [total, , , , , available] = sizes.map((size) => {
          const own = size!.unit;
          return size!.value * (own !== undefined && isSizeUnit(own) ? bytesPer(own) : unit);
        });
        const memory = { machineUsed: Math.max(0, total - available), machineAvailable: available };
        return [{ ...(at === undefined ? {} : { at }), memory }];
      },
    };
  },
};

function unitOf(total: number): Bytes {
  if (total >= inBytes) return 1;
  if (total >= inKibibytes) return bytesPer('kb');
  return total >= inMebibytes ? bytesPer('mb') : bytesPer('gb');
}
