import type { Bytes, Millis } from '../../../format/units.ts';

/**
 * How many bytes one sample of an allocation stands for. A sample costs 5 to 10 µs of the target's main thread,
 * measured on Node 20 and 24, so what bounds the cost is the number of samples a second: 500 take 0.25 to 0.5 %.
 */
const wantedPerSecond = 500;
/** From here on sampling is felt, and starts anew with a longer interval. */
const mostPerSecond = 4_000;

const shortest: Bytes = 4 << 10;
const longestFloor: Bytes = 64 << 10;
const longest: Bytes = 8 << 20;
/** A rise of the rate shows at the next look: the longer that is away, the more of it has to be borne. */
const wariness: Millis = 7_500;

/**
 * @param rate bytes that the target allocates in a second, now
 * @param untilLook the time until the number of samples is looked at again
 * @returns a power of two
 */
export function samplingInterval(rate: number, untilLook: Millis): Bytes {
  const floor = Math.min(longestFloor, shortest * Math.max(1, untilLook / wariness));
  return Math.min(longest, powerOfTwo(Math.max(floor, rate / wantedPerSecond)));
}

/** The longer interval that is needed where samples came faster than can be borne; undefined if they did not. */
export function longerInterval(interval: Bytes, samples: number, span: Millis): Bytes | undefined {
  const perSecond = (samples / Math.max(1, span)) * 1000;
  if (perSecond <= mostPerSecond || interval >= longest) return undefined;
  return Math.min(longest, powerOfTwo((interval * perSecond) / wantedPerSecond));
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}
