import type { EpochMillis } from '../../../format/units.ts';
import type { Cell, Columns } from './columns.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

const leadingTime = /^(?:#?\s*)(\d{1,2}:\d\d:\d\d(?: [AP]M)?|\d{10})\s+/;
const bannerDate = /^Linux .*?\s(\d{4}-\d\d-\d\d|\d\d\/\d\d\/(?:\d{4}|\d\d))\s/;

/**
 * `pidstat -r [-h] SECONDS` of sysstat: each line begins with its time of day, and memory is in kibibytes. The day
 * stands in the banner only; past midnight the time goes on.
 */
export const pidstatOutput: TelemetryFormat = {
  name: 'output of pidstat -r',
  open(head, columns) {
    if (!head.some((line) => headerOf(line) !== undefined)) return undefined;
    return readerOf(columns);
  },
};

function readerOf(columns: Columns): LineReader {
  let header: readonly string[] | undefined;
  let day: EpochMillis = 0;
  return {
    read(line) {
      const date = bannerDate.exec(line)?.[1];
      if (date !== undefined) day = dayOf(date);
      const found = headerOf(line);
      if (found !== undefined) header = found;
      const time = leadingTime.exec(line);
      if (found !== undefined || date !== undefined) return [];
      if (header === undefined || time === null) return undefined;
      const words = line.slice(time[0].length).trim().split(/\s+/);
      if (words.length < header.length) return 'torn';
      const row = new Map<string, Cell>(header.map((name, i) => [name, words[i]]));
      const moment = columns.moments.find(time[1]);
      const at = moment === undefined || moment > 1e12 ? moment : day + moment;
      const observation = columns.observe(row, { at, unit: 'kb' });
      return observation === undefined ? [] : [observation];
    },
  };
}

/** The names behind the time: `12:00:01 PM UID PID minflt/s majflt/s VSZ RSS %MEM Command`, or `# Time UID PID …`. */
function headerOf(line: string): readonly string[] | undefined {
  const rest = leadingTime.test(line) ? line.replace(leadingTime, '') : /^#\s*Time\s+(.*)$/.exec(line)?.[1];
  const words = rest?.trim().split(/\s+/) ?? [];
  return words.includes('PID') && words.includes('RSS') ? words : undefined;
}

/** sysstat writes dates as the locale has them; month first unless that cannot be. */
function dayOf(date: string): EpochMillis {
  if (date.includes('-')) return Date.parse(date);
  const [month, dayOfMonth, year] = date.split('/').map(Number);
  return Date.UTC(year < 100 ? 2000 + year : year, month - 1, dayOfMonth);
}
