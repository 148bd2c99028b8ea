import type { Bytes } from './units.ts';
import { UserError } from './user-error.ts';

const units: Readonly<Record<string, Bytes>> = { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/**
 * A size as a person types it: `800m`, `2g`, `1.5g`, also as `2GB` or `2GiB`, and `2147483648b`. A bare number is refused:
 * nobody can see what it counts.
 */
export function parseSize(text: string): Bytes {
  const [, amount, unit] =
    /^(\d+(?:\.\d+)?)\s?(?=[kmgtb])([kmgt]?)(?:i?b)?$/.exec(text.trim().toLowerCase()) ?? [];
  const size = Math.floor(Number(amount) * units[unit ?? '']!);
  if (!Number.isFinite(size) || size <= 0) {
    throw new UserError('usage', `"${text}" is not a size`, 'write it as 800m or 2g');
  }
  return size;
}
