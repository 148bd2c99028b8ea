import { setTimeout as sleep } from 'node:timers/promises';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Millis } from '../../../format/units.ts';
import type { Connection } from '../../connection.ts';
import { sampleMemory } from '../../ledger/sample-memory.ts';
import { conditionsOf } from '../guards/capture-conditions.ts';
import type { MeasuredCapture } from '../guards/capture-cost.ts';
import { type CaptureConditions, type WeighedCapture, weighCapture } from '../guards/guards.ts';
import { rungCosts } from '../guards/rung-costs.ts';
import type { RecordingPlan } from '../plan/plan.ts';
import { sampleWithHeap } from '../series/sample-with-heap.ts';
import type { RunSetting } from './run-setting.ts';

/** Why captures are refused, and what memory was like then. */
export interface Danger {
  readonly weighed: WeighedCapture;
  readonly samples: readonly MemorySample[];
}

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
): Promise<Danger | undefined> {
  const { captureRefusal, visits } = connection;
  const mayBeVisited = plan.lighter !== undefined && visits !== undefined && !plan.force;
  if (plan.captures > 0 && captureRefusal !== undefined && !mayBeVisited) throw captureRefusal;
  if (plan.captures > 0 && captureRefusal !== undefined)
    return { weighed: { risks: [captureRefusal.message] }, samples: await samplesNow(connection, setting) };
  if (!capturesComeSoon || plan.force) return undefined;
  const danger = await dangerAtStart(connection, plan, folder, setting);
  if (danger !== undefined || !mayBeVisited) return danger;
  const refusal = await connection.refusalNow?.();
  if (refusal === undefined) return undefined;
  return { weighed: { risks: [refusal.message] }, samples: await samplesNow(connection, setting) };
}

/** In order of time, the last one of this moment. */
export async function samplesNow(
  connection: Connection,
  { before = [] }: RunSetting,
): Promise<readonly MemorySample[]> {
  return [...before, await sampleWithHeap(() => sampleMemory(connection), connection)];
}

/** What a look at the heap has to be weighed by, before there was any. */
export async function conditionsNow(
  connection: Connection,
  plan: RecordingPlan,
  folder: string,
  setting: RunSetting,
): Promise<CaptureConditions> {
  const refusal = connection.captureRefusal ?? (await connection.refusalNow?.());
  return { ...(await conditionsOf(connection, folder, plan.longestPause, knownBefore(setting))), refusal };
}

function knownBefore({ earlier }: RunSetting): { readonly earlier?: MeasuredCapture } {
  return earlier === undefined ? {} : { earlier };
}

/** How often and how long the heap is looked at for its floor, before a first capture is refused for its size. */
const looks = 8;
const lookEvery: Millis = 250;

/** Before anything is written, so that a refusal leaves nothing behind; undefined if captures are safe. */
async function dangerAtStart(
  connection: Connection,
  plan: RecordingPlan,
  folder: string,
  setting: RunSetting,
): Promise<Danger | undefined> {
  const samples: MemorySample[] = [...(setting.before ?? [])];
  for (let look = 0; look < looks && !connection.ended.aborted; look += 1) {
    if (look > 0) await sleep(lookEvery);
    samples.push(await sampleWithHeap(() => sampleMemory(connection), connection));
    const conditions = await conditionsOf(connection, folder, plan.longestPause, knownBefore(setting));
    const weighed = weighPlan(plan, samples, conditions, connection.visits !== undefined);
    if (weighed.risks.length === 0) return undefined;
    const last = look === looks - 1 || samples.at(-1)?.heapUsed === undefined;
    if (last && !connection.ended.aborted) return { weighed, samples };
  }
  return undefined;
}

/** One capture, and the disk for all of them if fewer leave something lighter to do. */
function weighPlan(
  { captures, lighter }: RecordingPlan,
  samples: readonly MemorySample[],
  conditions: CaptureConditions,
  canBeVisited: boolean,
): WeighedCapture {
  const one = weighCapture(samples, conditions);
  if (one.risks.length > 0 || captures < 2 || lighter === undefined || !canBeVisited) return one;
  const { risks } = weighCapture(samples, conditions, { ...rungCosts.snapshots, disk: captures });
  return { ...one, risks };
}
