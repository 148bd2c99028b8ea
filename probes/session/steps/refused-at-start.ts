import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Millis } from '../../../format/units.ts';
import type { Connection } from '../../connection.ts';
import { sampleMemory } from '../../ledger/sample-memory.ts';
import { freeDiskAt, type WeighedCapture, weighCapture, withRefusal } from '../guards/guards.ts';
import type { RecordingPlan } from '../plan/plan.ts';
import { sampleWithHeap } from '../series/sample-with-heap.ts';
import type { RunSetting } from './run-setting.ts';

/**
 * What speaks against captures before there is any; undefined if nothing does.
 * @throws ProbeError if the runtime can take none, and nothing lighter may take their place
 */
export async function refusedAtStart(
  connection: Connection,
  plan: RecordingPlan,
  capturesComeSoon: boolean,
  folder: string,
  setting: RunSetting,
): Promise<WeighedCapture | undefined> {
  const { captureRefusal, visits } = connection;
  const mayBeVisited = plan.lighter !== undefined && visits !== undefined && !plan.force;
  if (plan.captures > 0 && captureRefusal !== undefined) {
    if (mayBeVisited) return withRefusal({ risks: [] }, captureRefusal);
    throw captureRefusal;
  }
  if (!capturesComeSoon || plan.force) return undefined;
  const danger = await dangerAtStart(connection, plan, folder, setting);
  if (danger !== undefined || !mayBeVisited) return danger;
  const refusal = await connection.refusalNow?.();
  return refusal && withRefusal({ risks: [] }, refusal);
}

/** How often and how long the heap is looked at for its floor, before a first capture is refused for its size. */
const looks = 8;
const lookEvery: Millis = 250;

/** Before anything is written, so that a refusal leaves nothing behind; undefined if captures are safe. */
async function dangerAtStart(
  connection: Connection,
  { longestPause }: RecordingPlan,
  folder: string,
  { before = [], earlier }: RunSetting,
): Promise<WeighedCapture | undefined> {
  const { runtime } = connection.target;
  const known = earlier === undefined ? { runtime } : { earlier, runtime };
  const samples: MemorySample[] = [...before];
  for (let look = 0; look < looks && !connection.ended.aborted; look += 1) {
    if (look > 0) await sleep(lookEvery);
    samples.push(await sampleWithHeap(() => sampleMemory(connection), connection.ended));
    const { version } = connection.target;
    const weighed = weighCapture(samples, {
      freeDisk: await freeDiskAt(folder),
      version,
      longestPause,
      known,
    });
    if (weighed.risks.length === 0) return undefined;
    const last = look === looks - 1 || samples.at(-1)?.heapUsed === undefined;
    if (last && !connection.ended.aborted) return weighed;
  }
  return undefined;
}
