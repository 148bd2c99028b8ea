import type { Bytes, Millis } from '../../../format/units.ts';

/**
 * Kilobytes and megabytes of logs are powers of 1024 nearly always: `ps`, /proc and division by 1024 twice mean it,
 * and where a thousand was meant the difference is below what a verdict turns on.
 */
const sizes = {
  b: 1,
  byte: 1,
  bytes: 1,
  k: 1024,
  ki: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mi: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gi: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
  t: 1024 ** 4,
  ti: 1024 ** 4,
  tb: 1024 ** 4,
  tib: 1024 ** 4,
  // Octets, as French locales write them.
  ko: 1024,
  kio: 1024,
  mo: 1024 ** 2,
  mio: 1024 ** 2,
  go: 1024 ** 3,
  gio: 1024 ** 3,
} as const;
export type SizeUnit = keyof typeof sizes;

const spans = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  millis: 1,
  milliseconds: 1,
  s: 1_000,
  sec: 1_000,
  secs: 1_000,
  seconds: 1_000,
  min: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hours: 3_600_000,
} as const;
export type SpanUnit = keyof typeof spans;

export function isSizeUnit(word: string): word is SizeUnit {
  return Object.hasOwn(sizes, word);
}

export function isSpanUnit(word: string): word is SpanUnit {
  return Object.hasOwn(spans, word);
}

export function bytesPer(unit: SizeUnit): Bytes {
  return sizes[unit];
}

export function millisPer(unit: SpanUnit): Millis {
  return spans[unit];
}

export interface Amount {
  readonly value: number;
  /** The unit that is written behind the number, in lower case. */
  readonly unit?: string;
}

/** No number is written with more. */
const longestAmount = 64;

/**
 * `84`, `84.5`, `116MB`, `45.2 MiB`, `44576556ms`, and as locales and `util.inspect` group digits: `112,640 K`,
 * `112.640 kB`, `112 640 Ko`, `146_042_880`; undefined for everything else and for what is below zero.
 */
export function parseAmount(cell: string | number): Amount | undefined {
  if (typeof cell === 'number') return Number.isFinite(cell) && cell >= 0 ? { value: cell } : undefined;
  if (cell.length > longestAmount) return undefined;
  const [, digits, unit] =
    /^(\d{1,3}(?: \d{3})+(?:[.,]\d+)?|\d[\d.,_'\u2019\u00a0\u202f\ufffd]*(?:e[+-]?\d+)?)\s?([a-z]+)?$/i.exec(
      cell.trim(),
    ) ?? [];
  if (digits === undefined) return undefined;
  const value = numberOf(isGroupOfKilobytes(digits, unit) ? digits.replace('.', '') : digits);
  if (value === undefined) return undefined;
  return unit === undefined ? { value } : { value, unit: unit.toLowerCase() };
}

/** Nobody writes three digits of a kilobyte, and no process has less than a thousand of them: `112.640 kB`. */
function isGroupOfKilobytes(digits: string, unit = ''): boolean {
  return /^k(?:i?[bo])?$/i.test(unit) && /^[1-9]\d{0,2}\.\d{3}$/.test(digits);
}

/** Marks between groups of three digits, none of which can be the point of a fraction but for comma and point. */
const grouped =
  /^\d{1,3}(?:([ ,_'\u2019\u00a0\u202f\ufffd])\d{3}(?:\1\d{3})*|\.\d{3}(?:\.\d{3})+|\.\d{3}(?=,))(?=$|[.,])/;

function numberOf(digits: string): number | undefined {
  const [whole] = grouped.exec(digits) ?? [''];
  const plain = `${whole.replace(/\D/g, '')}${digits.slice(whole.length)}`;
  // What is left of commas is the point of a fraction: `84,5`.
  const text = plain.replace(/^(\d*),(\d+)$/, '$1.$2');
  if (!/^\d+(?:\.\d*)?(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/**
 * A size as a log writes it: `4g`, `512MiB`, `4294967296`. What a person types is read by `format/size.ts`.
 * @returns undefined if it is none
 */
export function sizeInLog(text: string): Bytes | undefined {
  const amount = parseAmount(text);
  if (amount === undefined || amount.value === 0) return undefined;
  const unit = amount.unit ?? 'b';
  return isSizeUnit(unit) ? amount.value * sizes[unit] : undefined;
}

/**
 * What `ps` prints as ELAPSED: `[[days-]hours:]minutes:seconds`, see ps(1); and ages of pm2 and kubectl: `3D`, `5h12m`.
 * @returns undefined if it is something else
 */
export function parseElapsed(text: string): Millis | undefined {
  if (text.length > longestAmount) return undefined;
  const [, days = '0', hours = '0', minutes, seconds] =
    /^(?:(?:(\d+)-)?(\d+):)?(\d\d):(\d\d)$/.exec(text.trim()) ?? [];
  if (minutes === undefined) return parseAge(text.trim());
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
}

const ages: Readonly<Record<string, Millis>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function parseAge(text: string): Millis | undefined {
  if (!/^(?:\d{1,6}[smhdD]){1,4}$/.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdD])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * ages[unit.toLowerCase()],
    0,
  );
}
