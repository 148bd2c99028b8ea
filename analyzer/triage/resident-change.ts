import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';

/** Resident memory from the first sample to the last. */
export interface ResidentChange {
  readonly first: Bytes;
  readonly last: Bytes;
  /** What captures added to it, which the process keeps for a while: it is ours, and no growth. */
  readonly byCaptures: Bytes;
}

export function residentChange(samples: readonly MemorySample[]): ResidentChange | undefined {
  const known = samples.flatMap(({ rss, mark }) => (rss === undefined ? [] : [{ rss, mark }]));
  if (known.length < 2) return undefined;
  let byCaptures = 0;
  let before: Bytes | undefined;
  for (const { rss, mark } of known) {
    if (mark === 'resumed' && before !== undefined) {
      // The target stands still while it is captured: what it takes meanwhile, the capture took.
      byCaptures += rss - before;
      before = undefined;
    } else if (mark !== undefined) before ??= rss;
  }
  return {
    first: known[0].rss,
    last: known[known.length - 1].rss,
    byCaptures: Math.max(0, byCaptures),
  };
}
