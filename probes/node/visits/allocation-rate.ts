import { setTimeout as sleep } from 'node:timers/promises';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';

const looks = 10;
const lookEvery: Millis = 25;
/** A sample costs 5 to 10 µs: so many a second take 1 % at most. */
const mostPerSecond = 1_000;
const shortest: Bytes = 4 << 10;
export const longestInterval: Bytes = 4 << 20;

/** About how many bytes the target allocates in a second: without a profile, which would collect all garbage. */
export async function allocationRate(devtools: DevtoolsSession): Promise<number> {
  const begun = performance.now();
  let allocated: Bytes = 0;
  let last: Bytes | undefined;
  for (let look = 0; look < looks; look += 1) {
    if (look > 0) await sleep(lookEvery);
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    allocated += Math.max(0, usedSize - (last ?? usedSize));
    last = usedSize;
  }
  return (allocated / (performance.now() - begun)) * 1000;
}

/** How many bytes one sample stands for at that rate: a power of two. */
export function intervalFor(perSecond: number): Bytes {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, perSecond / mostPerSecond)));
  return Math.min(longestInterval, Math.max(shortest, wanted));
}

/** For another try, which has to see more: half of what saw nothing, or less if less is allocated now. */
export function closerInterval(before: Bytes, now: Bytes): Bytes {
  return Math.max(shortest, Math.min(before / 2, now));
}
