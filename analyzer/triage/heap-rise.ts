import type { MemorySample } from '../../format/memory-sample.ts';
import { enoughMoments } from '../../judgement/parameters/intervals.ts';
import { signLimits } from '../../judgement/parameters/ledger.ts';
import { prove } from '../../judgement/prove.ts';
import { lowest } from '../../judgement/series/floor.ts';
import { riseOf } from '../../judgement/series/quiet-stretch.ts';
import { afterCaptures, stretchesBetweenCaptures } from './series.ts';

/** Whether the heap gains so much that captures should come soon, or have seen it grow. */
export function heapRises(samples: readonly MemorySample[]): boolean {
  const floors = afterCaptures('heapUsed', samples).map(lowest);
  if (floors.length >= enoughMoments) {
    const evidence = { kind: 'captured', source: 'ledger', unit: 'bytes' } as const;
    return prove({ ...evidence, captured: floors, least: signLimits.floorStep }).verdict === 'proven';
  }
  const [committed = []] = stretchesBetweenCaptures(({ heapTotal }) => heapTotal, samples);
  return committed.length > 0 && riseOf(committed) >= signLimits.committedRise;
}
