import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import { causeLimits } from '../../judgement/parameters/autopsy.ts';

export interface HeapAtEnd {
  /** The last sample that tells of the heap. */
  readonly last: MemorySample & { readonly heapUsed: Bytes };
  /** What it grew by after that sample, if it went on as before. */
  readonly unseen: Bytes;
}

/**
 * A heap that is nearly full keeps V8 so busy that it answers no more, and samples come from time to time alone: the end
 * is later than what was last seen.
 */
export function heapAtEnd(
  samples: readonly MemorySample[],
  end: EpochMillis | undefined,
): HeapAtEnd | undefined {
  const told = samples.filter((sample): sample is HeapAtEnd['last'] => sample.heapUsed !== undefined);
  const last = told.at(-1);
  if (last === undefined) return undefined;
  const since = Math.max(0, (end ?? last.at) - last.at);
  const before = told.filter(({ at }) => at >= last.at - causeLimits.heapGoesOn);
  const unseen = since <= causeLimits.heapGoesOn ? Math.max(0, rateOf(before)) * since : 0;
  return { last, unseen: Math.round(unseen) };
}

/** Bytes a millisecond, between the lowest of the first half and the lowest of the second: garbage comes and goes. */
function rateOf(samples: ReadonlyArray<HeapAtEnd['last']>): number {
  if (samples.length < causeLimits.fewestForRate) return 0;
  const half = samples.length >> 1;
  const first = lowestOf(samples.slice(0, half));
  const second = lowestOf(samples.slice(half));
  const span: Millis = second.at - first.at;
  return (second.heapUsed - first.heapUsed) / span;
}

function lowestOf(samples: ReadonlyArray<HeapAtEnd['last']>): HeapAtEnd['last'] {
  return samples.reduce((lowest, each) => (each.heapUsed < lowest.heapUsed ? each : lowest));
}
