import { bytes } from '../../format/quantities.ts';
import type { Child } from './element.ts';
import { birthBars } from './growth-bars.ts';
import type { TipFact } from './tip.ts';

/** When what is alive was born, for a tip; undefined if there is only one capture. */
export function birthFact(born: ArrayLike<number>): TipFact | undefined {
  if (born.length < 2) return undefined;
  const values = Array.from(born);
  const since = values.slice(1).reduce((sum, size) => sum + size, 0);
  const cell: Child = [birthBars(values, 72, 16), ` ${bytes(since)} since capture 1`];
  return ['born', cell];
}
