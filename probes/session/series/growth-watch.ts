import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes } from '../../../format/units.ts';
import { floorsInARow, type LevelKind } from '../../../judgement/parameters/levels.ts';
import { prove } from '../../../judgement/prove.ts';

/**
 * Whether memory kept growing over the last windows between captures. A capture collects garbage, so
 * the smallest heap after each one is what lives on. RSS counts only from the second capture on,
 * because the first one inflates it.
 */
export function growthIsSustained(samples: readonly MemorySample[]): boolean {
  const floors = samplesAfterCaptures(samples);
  return (
    keepsRising(
      floors.map((window) => floor(window, 'heapUsed')),
      'heap floor',
    ) ||
    keepsRising(
      floors.slice(1).map((window) => floor(window, 'rssAnonymous')),
      'resident floor',
    )
  );
}

/** The samples after each capture and up to the next one; those before the first are left out. */
function samplesAfterCaptures(samples: readonly MemorySample[]): readonly (readonly MemorySample[])[] {
  const found: MemorySample[][] = [];
  for (const sample of samples) {
    found.at(-1)?.push(sample);
    if (sample.mark === 'captured') found.push([]);
  }
  return found.filter((window) => window.length > 0);
}

function floor(window: readonly MemorySample[], field: 'heapUsed' | 'rssAnonymous'): Bytes | undefined {
  const values = window.map((sample) => sample[field]).filter((value) => value !== undefined);
  return values.length > 0 ? Math.min(...values) : undefined;
}

function keepsRising(floors: readonly (Bytes | undefined)[], of: LevelKind): boolean {
  const held = floors.slice(-floorsInARow).filter((value) => value !== undefined);
  if (held.length < floorsInARow) return false;
  return prove({ kind: 'levels', source: 'ledger', unit: 'bytes', of, held }).verdict === 'proven';
}
