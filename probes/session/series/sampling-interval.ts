import type { Bytes, Millis } from '../../../format/units.ts';

/**
 * How many bytes one sample of an allocation stands for. A sample costs 5 to 10 µs of the target's main thread,
 * measured on Node 20 and 24, so what bounds the cost is the number of samples a second: 500 take 0.25 to 0.5 %.
 */
const wantedPerSecond = 500;
/** From here on sampling is felt (1 to 2 %), and starts anew with a longer interval. */
const mostPerSecond = 2_000;

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

/** What a server that does little else allocates in a second of processor time. */
const mostAllocated: Bytes = 1_000_000_000;
/** Who works less than this part of a core loses little to samples. */
const leastShare = 0.1;

/**
 * Whether samples may come faster than can be borne, of a program that did less before. Nothing but a profile counts them,
 * and that collects all garbage: it is worth it only if the program works at least twice as much.
 * @param share of a core that it works now, and at the most before
 */
export function mayBeTooFast(interval: Bytes, share: number, before: number): boolean {
  return share >= leastShare && share >= 2 * before && (share * mostAllocated) / interval > mostPerSecond;
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}
