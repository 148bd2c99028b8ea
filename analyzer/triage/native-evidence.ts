import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';
import type { NativeEvidence } from '../../judgement/evidence.ts';
import type { Stretch } from '../../judgement/series/points.ts';
import { disturbs, stretchesBetweenCaptures, stretchesOf } from './series.ts';
import { undisturbedReadings } from './undisturbed-readings.ts';

/** What the ledger shows of memory that is neither the heap's nor known to it. */
export function nativeEvidence(samples: readonly MemorySample[], least: Bytes): NativeEvidence {
  const [committed = []] = stretchesBetweenCaptures(({ heapTotal }) => heapTotal, samples);
  return {
    kind: 'native',
    source: 'ledger',
    unit: 'bytes',
    stretches: stretchesOf('native', samples),
    wasCaptured: samples.some(disturbs),
    committed,
    measured: outsideOfHeap(samples),
    least,
  };
}

/**
 * What the mappings tell to be neither the heap nor read from files. Workers have heaps too, which the engine's figures do
 * not contain: more heap than its main thread ever had is theirs.
 */
function outsideOfHeap(samples: readonly MemorySample[]): Stretch {
  const ofMain = Math.max(0, ...samples.map(({ heapTotal = 0 }) => heapTotal));
  return undisturbedReadings(samples).flatMap(({ at, swap = 0, heapTotal, parts }) => {
    const { heap = 0, code = 0, files = 0 } = parts.sizes;
    // In Bun, the heap is told from the rest by its own figures alone.
    if (parts.from !== 'mappings' || heapTotal === undefined) return [];
    return [{ at, value: parts.resident + swap - files - code - Math.min(heap, ofMain) }];
  });
}
