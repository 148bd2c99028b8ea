import type { Millis } from './units.ts';
import { UserError } from './user-error.ts';

const units: Readonly<Record<string, Millis>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `30s`, `2m`, `1.5h`. A bare number is refused: nobody can see whether it means seconds. */
export function parseDuration(text: string): Millis {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const duration = Number(amount) * units[unit ?? '']!;
  if (!Number.isFinite(duration) || duration <= 0) {
    throw new UserError('usage', `"${text}" is not a duration`, 'write it as 500ms, 30s, 2m or 1h');
  }
  return duration;
}
