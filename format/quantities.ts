import type { Bytes, Millis } from './units.ts';

const unitsOfSize = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `512 B`, `4.1 MiB`, `12 GiB`: one decimal below 100, none above, so that columns stay narrow. */
export function bytes(size: Bytes): string {
  let value = Math.abs(size);
  let unit = 0;
  // 1023.95 would print as 1024.0: the next unit reads better.
  while (value >= 1023.95 && unit < unitsOfSize.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1;
  return `${size < 0 && value > 0 ? '-' : ''}${value.toFixed(digits)} ${unitsOfSize[unit]}`;
}

/** `+0.1 MiB`, `-3.0 KiB`. */
export function signedBytes(size: Bytes): string {
  return size < 0 ? bytes(size) : `+${bytes(size)}`;
}

export function bytesPerHour(rate: Bytes): string {
  return `${bytes(rate)}/h`;
}

/** `2,000`; fractions keep at most two decimals: `0.33`. */
export function count(value: number): string {
  return value.toLocaleString('en-US', {
    maximumFractionDigits: Number.isInteger(value) || value >= 100 ? 0 : 2,
  });
}

/** A rate in three figures: `1.03`, `0.00371`. One far below 0.01 must not read as none. */
export function rateFigure(rate: number): string {
  return rate.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

/** `1 entry`, `2,000 entries`, `2 classes`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${value === 1 ? noun : plural(noun)}`;
}

function plural(noun: string): string {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(s|x|ch|sh)$/.test(noun)) return `${noun}es`;
  return `${noun}s`;
}

const spans = [
  { name: 'd', length: 86_400_000 },
  { name: 'h', length: 3_600_000 },
  { name: 'min', length: 60_000 },
  { name: 's', length: 1_000 },
] as const;

/** The two largest units that matter: `3 h 20 min`, `45 s`, `12 d`. */
export function duration(span: Millis): string {
  if (span < 1_000) return `${Math.round(span)} ms`;
  // Rounded to whole seconds first, so that 59.9 s becomes 1 min and not 60 s.
  let rest = Math.round(span / 1_000) * 1_000;
  const parts: string[] = [];
  for (const { name, length } of spans) {
    const whole = Math.floor(rest / length);
    if (whole > 0) parts.push(`${whole} ${name}`);
    else if (parts.length > 0) break;
    rest -= whole * length;
    if (parts.length === 2 || whole >= 10) break;
  }
  return parts.join(' ');
}

/** `98 %`: never 100 % unless it is all, and `<1 %` if it is little but not nothing. */
export function share(part: number): string {
  const percent = Math.round(part * 100);
  if (part > 0 && percent === 0) return '<1 %';
  return `${part < 1 ? Math.min(percent, 99) : percent} %`;
}
