import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';

/**
 * How much of what objects hold outside the heap may be garbage: what came since it was lowest. Nobody can know more
 * before a collection. Undefined if the runtime never said how much there is.
 */
export function waitingForCollection(samples: readonly MemorySample[]): Bytes | undefined {
  const known = samples.flatMap(({ external }) => external ?? []);
  const last = known.at(-1);
  return last === undefined ? undefined : last - known.reduce((least, each) => Math.min(least, each), last);
}
