import type { EpochMillis, Millis } from '../../../format/units.ts';
import { millisPer, type SpanUnit } from './amounts.ts';

const day: Millis = 86_400_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A leap year for times without one, so that every day of a calendar exists. */
const yearOfNoYear = 2024;
const clock = String.raw`(\d{1,2}):([0-5]\d):([0-5]\d)(?:[.,](\d+))?(?:\s?([AP]M))?`;

/** How much of a moment a text names: without a day the time of day comes round again, without a year the day does. */
interface Named {
  readonly at: EpochMillis;
  readonly comesRound?: Millis;
}

type Shape = readonly [pattern: RegExp, read: (match: RegExpExecArray) => Named | undefined];

/** The strongest first: a date must not be taken for a time of day. */
const shapes: readonly Shape[] = [
  [
    /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d+)?) ?(Z|UTC|[+-]\d\d:?\d\d)?/,
    // Without a zone UTC is as good as any, and has no summer time that would tear the series.
    ([, date, time, zone = 'Z']) => whole(Date.parse(`${date}T${time.replace(',', '.')}${isoZone(zone)}`)),
  ],
  // date(1): `Tue Nov 21 12:02:57 UTC 2026`.
  [
    new RegExp(String.raw`\b([A-Z][a-z]{2}) {1,2}(\d{1,2}) ${clock}(?: [A-Z]{2,5})? (\d{4})\b`),
    ([, month, date, h, m, s, fraction, half, year]) =>
      whole(dayOf(Number(year), month, date) + timeOfDay(h, m, s, fraction, half)),
  ],
  // syslog and `journalctl`: `Nov 21 12:02:57`.
  [
    new RegExp(String.raw`\b([A-Z][a-z]{2}) {1,2}(\d{1,2}) ${clock}\b`),
    ([, month, date, h, m, s, fraction, half]) => ({
      at: dayOf(yearOfNoYear, month, date) + timeOfDay(h, m, s, fraction, half),
      comesRound: 366 * day,
    }),
  ],
  [/^\W{0,2}(\d{10}(?:\.\d+)?|\d{13})\b/, ([, digits]) => whole(fromNumber(Number(digits)))],
  [
    new RegExp(String.raw`(?<![\d:.-])${clock}(?![\d:])`),
    ([, h, m, s, fraction, half]) => ({ at: timeOfDay(h, m, s, fraction, half), comesRound: day }),
  ],
];

/** Reads the moments of one log in its order: what comes round (midnight, New Year) goes on instead of back. */
export class Moments {
  #added: Millis = 0;
  #last: EpochMillis | undefined;

  /** The first moment that the text names: ISO 8601, date(1), syslog, epoch at its start, or a time of day. */
  find(text: string): EpochMillis | undefined {
    for (const [pattern, read] of shapes) {
      const match = pattern.exec(text);
      const named = match === null ? undefined : read(match);
      if (named !== undefined && Number.isFinite(named.at)) return this.#goOn(named);
    }
    return undefined;
  }

  /** A cell that is known to be a time. A small number says nothing without its unit. */
  read(cell: string | number, unit?: SpanUnit): EpochMillis | undefined {
    const number = typeof cell === 'number' || /^\d+(\.\d+)?$/.test(cell.trim()) ? Number(cell) : undefined;
    if (number === undefined) return this.find(String(cell));
    return unit === undefined ? fromNumber(number) : number * millisPer(unit);
  }

  #goOn({ at, comesRound }: Named): EpochMillis {
    if (comesRound === undefined) return at;
    // Lines that are a little out of order go back too: only more than half a round is a new one.
    if (this.#last !== undefined && this.#last - (at + this.#added) > comesRound / 2)
      this.#added += comesRound;
    this.#last = at + this.#added;
    return this.#last;
  }
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970: between 2001 and 2286 they cannot be confused. */
function fromNumber(number: number): EpochMillis | undefined {
  for (const perMilli of [1e-3, 1, 1e3, 1e6]) {
    const at = number / perMilli;
    if (at >= 1e12 && at < 1e13) return at;
  }
  return undefined;
}

function whole(at: EpochMillis | undefined): Named | undefined {
  return at === undefined || Number.isNaN(at) ? undefined : { at };
}

function isoZone(zone: string): string {
  if (zone === 'UTC') return 'Z';
  return /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}

function dayOf(year: number, month: string, date: string): EpochMillis {
  const index = months.indexOf(month.toLowerCase());
  return index < 0 ? Number.NaN : Date.UTC(year, index, Number(date));
}

function timeOfDay(h: string, m: string, s: string, fraction = '0', half?: string): Millis {
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (half === 'PM' ? 12 : 0);
  return ((hours * 60 + Number(m)) * 60 + Number(s)) * 1_000 + Number(`0.${fraction}`) * 1_000;
}
