import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';
import type { NativeEvidence } from '../../judgement/evidence.ts';
import { disturbs, stretchesBetweenCaptures, stretchesOf } from './series.ts';

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
    least,
  };
}
