import { bytes, duration, share } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import type { AlertRule } from './alert-measure.ts';

/**
 * What a crossed threshold means, in words.
 * @param ours the part of resident memory that our own captures left in the process
 */
export function sentenceOf({ measure, threshold }: AlertRule, value: number, ours: Bytes): string {
  switch (measure) {
    case 'rss':
      return above('resident memory', bytes(value), bytes(threshold), apartFromOurs(ours));
    case 'heap':
      return above('the JavaScript heap', bytes(value), bytes(threshold));
    case 'share':
      return above('the used share of a memory limit', share(value), share(threshold), includingOurs(ours));
    case 'left':
      return soon(duration(value), duration(threshold));
  }
}

/** Two figures that read the same would contradict the sentence. */
function above(what: string, value: string, threshold: string, aside = ''): string {
  return value === threshold
    ? `${what} has reached the threshold of ${threshold}${aside}`
    : `${what} is ${value}${aside}, above the threshold of ${threshold}`;
}

function soon(value: string, threshold: string): string {
  return value === threshold
    ? `the time until a memory limit has fallen to the threshold of ${threshold}`
    : `a memory limit is reached in about ${value}, below the threshold of ${threshold}`;
}

function apartFromOurs(ours: Bytes): string {
  return ours > 0 ? ` without the ${bytes(ours)} that heaptrail's captures left in the process` : '';
}

/** A limit counts all memory, whatever took it. */
function includingOurs(ours: Bytes): string {
  return ours > 0 ? ` (${bytes(ours)} are left from heaptrail's captures)` : '';
}
