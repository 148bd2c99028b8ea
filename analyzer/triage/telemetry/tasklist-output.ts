import type { Bytes } from '../../../format/units.ts';
import { parseAmount } from './amounts.ts';
import type { Observation } from './observation.ts';
import type { LineAside, TelemetryFormat } from './telemetry-format.ts';

/** Digits in groups as the locale has them: `112,098`, `112.098`, `112 098`; OEM code pages turn blanks into junk. */
const size = String.raw`(\d{1,3}(?:[^\w"]?\d{3}){1,4}|\d{1,6}) (?:K|Ko|KB|\u041a|\u041a\u0411)`;
const row = new RegExp(
  String.raw`^\S.{0,60}?\s{1,60}(\d{1,10}) (?:\S{1,30}\s{1,40})?\d{1,5}\s{1,40}${size}\s*$`,
);
const csv = new RegExp(`^"[^"]{1,120}","(\\d{1,10})","[^"]{0,60}","\\d{1,5}","${size}"`);
/** \`tasklist /fo list\`: the second line tells the process, the fifth its memory. */
const listPid = /^PID:\s{1,40}(\d{1,10})\s*$/;
const listSize = new RegExp(String.raw`^[^\d":]{3,40}:\s{1,40}${size}\s*$`);
const kibi: Bytes = 1024;

/** `tasklist` of Windows, in any of its forms and languages. */
export const tasklistOutput: TelemetryFormat = {
  name: 'output of tasklist',
  open(head) {
    if (!head.some((line) => row.test(line) || csv.test(line) || listPid.test(line))) return undefined;
    let pid: string | undefined;
    return {
      read(line, aside) {
        const match = row.exec(line) ?? csv.exec(line);
        if (match !== null) return observe(match[1], match[2], aside);
        const listed = listPid.exec(line);
        if (listed !== null) pid = listed[1];
        const told = pid === undefined ? null : listSize.exec(line);
        return told === null ? undefined : observe(pid!, told[1], aside);
      },
    };
  },
};

function observe(pid: string, digits: string, { at }: LineAside): readonly Observation[] {
  const value = parseAmount(digits.replace(/\D/g, ''))?.value ?? 0;
  return [{ pid, ...(at === undefined ? {} : { at }), memory: { rss: value * kibi } }];
}
