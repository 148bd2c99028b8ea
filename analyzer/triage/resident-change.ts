import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';

/** Resident memory from the first sample to the last. */
export interface ResidentChange {
  readonly first: Bytes;
  readonly last: Bytes;
  /** What the first capture added to it, which the process keeps for a while: it is ours, and no growth. */
  readonly byCaptures: Bytes;
}

export function residentChange(samples: readonly MemorySample[]): ResidentChange | undefined {
  const known = samples.filter(({ rss }) => rss !== undefined);
  if (known.length < 2) return undefined;
  const rssAt = (index: number) => known[index].rss ?? 0;
  const captured = known.findIndex(({ mark }) => mark === 'captured');
  const after = captured + 1;
  return {
    first: rssAt(0),
    last: rssAt(known.length - 1),
    byCaptures: captured === -1 || after === known.length ? 0 : Math.max(0, rssAt(after) - rssAt(captured)),
  };
}
