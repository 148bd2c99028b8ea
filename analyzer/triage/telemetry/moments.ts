import type { EpochMillis, Millis } from '../../../format/units.ts';
import { millisPer, type SpanUnit } from './amounts.ts';

const day: Millis = 86_400_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A leap year for times without one, so that every day of a calendar exists. */
const yearOfNoYear = 2024;
const clock = String.raw`(\d{1,2}):([0-5]\d):([0-5]\d)(?:[.,](\d{1,9}))?(?:\s?([AaPp][Mm]))?`;
const monthName = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const zone = String.raw`(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d)(?![A-Za-z]))?`;

/** How much of a moment a text names: without a day the time of day comes round again, without a year the day does. */
interface Named {
  readonly at: EpochMillis;
  readonly comesRound?: Millis;
}

type Shape = readonly [pattern: RegExp, read: (match: RegExpExecArray) => Named | undefined];

/** The strongest first: a date must not be taken for a time of day. */
const shapes: readonly Shape[] = [
  // ISO 8601 and what is near it: `2026-11-21 12:02:57,120`, `2026/11/21 12:02`. Without a zone UTC is as good as any,
  // and has no summer time that would tear the series.
  [
    new RegExp(
      String.raw`\b(\d{4})([-/])(\d\d)\2(\d\d)(?:T| {1,2})(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?${zone}`,
    ),
    ([, year, , month, date, h, m, s = '0', fraction, offset]) =>
      whole(
        Date.UTC(Number(year), Number(month) - 1, Number(date)) +
          timeOfDay(h, m, s, fraction) -
          offsetOf(offset),
      ),
  ],
  [
    /\b(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d{4})?/,
    ([, year, month, date, h, m, s, fraction, offset]) =>
      whole(
        Date.UTC(Number(year), Number(month) - 1, Number(date)) +
          timeOfDay(h, m, s, fraction) -
          offsetOf(offset),
      ),
  ],
  // date(1): `Tue Nov 21 12:02:57 UTC 2026`.
  [
    new RegExp(String.raw`\b${monthName} {1,2}(\d{1,2}) ${clock}(?: [A-Z]{2,5}| [+-]\d\d)? (\d{4})\b`),
    ([, month, date, h, m, s, fraction, half, year]) =>
      whole(dayOf(Number(year), month, date) + timeOfDay(h, m, s, fraction, half)),
  ],
  // Mail and HTTP, `date -R`, web servers: `21 Nov 2026 12:02:57 +0000`, `21/Nov/2026:12:02:57 +0000`.
  [
    new RegExp(String.raw`\b(\d{1,2})([ /-])${monthName}\2(\d{4})(?: {1,2}|:)${clock}${zone}`),
    ([, date, , month, year, h, m, s, fraction, half, offset]) =>
      whole(dayOf(Number(year), month, date) + timeOfDay(h, m, s, fraction, half) - offsetOf(offset)),
  ],
  // PowerShell's Get-Date: `Saturday, November 21, 2026 12:02:57 PM`.
  [
    new RegExp(String.raw`\b${monthName}[a-z]{0,6} (\d{1,2}), (\d{4}),? ${clock}`),
    ([, month, date, year, h, m, s, fraction, half]) =>
      whole(dayOf(Number(year), month, date) + timeOfDay(h, m, s, fraction, half)),
  ],
  // Numbers only: the month first with slashes unless that cannot be, the day first with dots.
  [
    new RegExp(String.raw`\b(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d),? {1,2}${clock}`),
    ([, first, separator, second, year, h, m, s, fraction, half]) => {
      const dayFirst = separator === '.' || Number(first) > 12;
      const [month, date] = dayFirst ? [second, first] : [first, second];
      const fullYear = Number(year) + (year.length === 2 ? 2000 : 0);
      return whole(Date.UTC(fullYear, Number(month) - 1, Number(date)) + timeOfDay(h, m, s, fraction, half));
    },
  ],
  // syslog and `journalctl`: `Nov 21 12:02:57`.
  [
    new RegExp(String.raw`\b${monthName} {1,2}(\d{1,2}) ${clock}\b`),
    ([, month, date, h, m, s, fraction, half]) => ({
      at: dayOf(yearOfNoYear, month, date) + timeOfDay(h, m, s, fraction, half),
      comesRound: 366 * day,
    }),
  ],
  [
    /^\W{0,2}(\d{10}(?:\.\d{1,9})?|\d{13}|\d{16}|\d{19})\b/,
    ([, digits]) => whole(fromNumber(Number(digits))),
  ],
  [
    new RegExp(String.raw`(?<![\d:.-])${clock}(?![\d:])`),
    ([, h, m, s, fraction, half]) => ({ at: timeOfDay(h, m, s, fraction, half), comesRound: day }),
  ],
];

/** A time stands at the beginning of a line, or near it. */
const farthestIn = 512;
/** Nothing else than a time is on a line that is no longer. */
const longestStamp = 80;
/** What may stand beside a time that stands alone: days of the week, zones, words that announce it. */
const besides =
  /^(?:[\W_]|\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|date|time|timestamp|ts|at|sample|now|[A-Z]{3,5})\b)*$/i;

/** Reads the moments of one log in its order: what comes round (midnight, New Year) goes on instead of back. */
export class Moments {
  readonly #rounds = new Map<Millis, { added: Millis; last: EpochMillis }>();

  /** The first moment that the text names: ISO 8601, date(1), syslog, epoch at its start, or a time of day. */
  find(text: string): EpochMillis | undefined {
    const found = search(text.slice(0, farthestIn));
    return found === undefined ? undefined : this.#goOn(found.named);
  }

  /** The moment, where the line tells nothing else: `date; ps …` writes it for what follows. */
  findAlone(line: string): EpochMillis | undefined {
    if (line.length > longestStamp && !line.startsWith('top - ')) return undefined;
    const found = search(line.slice(0, longestStamp));
    if (found === undefined) return undefined;
    const isAlone = line.startsWith('top - ') || besides.test(line.replace(found.text, ' '));
    return isAlone ? this.#goOn(found.named) : undefined;
  }

  /** A cell that is known to be a time. A small number says nothing without its unit. */
  read(cell: string | number, unit?: SpanUnit): EpochMillis | undefined {
    const number = typeof cell === 'number' || /^\d+(\.\d+)?$/.test(cell.trim()) ? Number(cell) : undefined;
    if (number === undefined) return this.find(String(cell));
    return unit === undefined ? fromNumber(number) : number * millisPer(unit);
  }

  #goOn({ at, comesRound }: Named): EpochMillis {
    if (comesRound === undefined) return at;
    const { added, last } = this.#rounds.get(comesRound) ?? { added: 0, last: at };
    // Lines that are a little out of order go back too: only more than half a round is a new one.
    const now = last - (at + added) > comesRound / 2 ? added + comesRound : added;
    this.#rounds.set(comesRound, { added: now, last: at + now });
    return at + now;
  }
}

function search(text: string): { readonly named: Named; readonly text: string } | undefined {
  for (const [pattern, read] of shapes) {
    const match = pattern.exec(text);
    const named = match === null ? undefined : read(match);
    if (named !== undefined && Number.isFinite(named.at)) return { named, text: match![0] };
  }
  return undefined;
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970: between 2001 and 2286 they cannot be confused. */
export function fromNumber(number: number): EpochMillis | undefined {
  for (const perMilli of [1e-3, 1, 1e3, 1e6]) {
    const at = number / perMilli;
    if (at >= 1e12 && at < 1e13) return at;
  }
  return undefined;
}

function whole(at: EpochMillis | undefined): Named | undefined {
  return at === undefined || Number.isNaN(at) ? undefined : { at };
}

function offsetOf(zone = 'Z'): Millis {
  const [, sign, h, m] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (sign === undefined) return 0;
  return (Number(h) * 60 + Number(m)) * 60_000 * (sign === '-' ? -1 : 1);
}

function dayOf(year: number, month: string, date: string): EpochMillis {
  return Date.UTC(year, months.indexOf(month.toLowerCase()), Number(date));
}

function timeOfDay(h: string, m: string, s: string, fraction = '0', half?: string): Millis {
  const isAfternoon = half !== undefined && /^p/i.test(half);
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (isAfternoon ? 12 : 0);
  return ((hours * 60 + Number(m)) * 60 + Number(s)) * 1_000 + Number(`0.${fraction}`) * 1_000;
}
