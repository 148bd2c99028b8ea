import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Millis } from '../../../format/units.ts';
import type { Connection } from '../../connection.ts';

const patience: Millis = 5_000;
const pollEvery: Millis = 250;

/** Asks again if the target was too busy to say how large its heap is, unless it never says so. */
export async function sampleWithHeap(
  take: () => Promise<MemorySample>,
  { ended: stop, heapFromOutside }: Pick<Connection, 'ended' | 'heapFromOutside'>,
): Promise<MemorySample> {
  if (heapFromOutside !== undefined) return await take();
  const deadline = Date.now() + patience;
  for (;;) {
    const sample = await take();
    if (sample.heapUsed !== undefined || Date.now() > deadline || stop.aborted) return sample;
    await sleep(pollEvery);
  }
}
