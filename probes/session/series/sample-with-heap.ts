import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Millis } from '../../../format/units.ts';

const patience: Millis = 5_000;
const pollEvery: Millis = 250;

/** Asks again if the target was too busy to say how large its heap is. */
export async function sampleWithHeap(
  take: () => Promise<MemorySample>,
  stop: AbortSignal,
): Promise<MemorySample> {
  const deadline = Date.now() + patience;
  for (;;) {
    const sample = await take();
    if (sample.heapUsed !== undefined || Date.now() > deadline || stop.aborted) return sample;
    await sleep(pollEvery);
  }
}
