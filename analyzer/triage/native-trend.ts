import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { enoughCaptures, judgeAtCaptures } from './capture-trend.ts';
import { windowedMiddle } from './floor.ts';
import type { Point, Stretch } from './points.ts';
import { nativeMemory } from './series.ts';
import { judgeTrend, type Trend } from './trend.ts';

/** The samples that follow a capture this closely see the heap as the capture's collection left it. */
const justAfter: Millis = 2_500;

/**
 * Native memory is what is left of anonymous memory when V8's heap is taken off, and V8 commits its heap
 * before it touches it and gives it back late: between collections the rest errs both ways by tens of MiB.
 * Right after a capture the heap is small and all of it is touched, so these moments compare. The first
 * capture inflates them all alike; later ones of a heap of the same size reuse what it left, but those of
 * a larger heap do not: then only the middle of the windows between captures is judged.
 */
export function judgeNative(
  samples: readonly MemorySample[],
  stretches: readonly Stretch[],
  heapIsSteady: boolean,
  least: Bytes,
): Trend {
  const between = judgeTrend(stretches.map(windowedMiddle), least);
  const settled = heapIsSteady ? afterCaptures(samples) : [];
  if (settled.length < enoughCaptures) return between;
  const atCaptures = judgeAtCaptures(settled, least);
  return atCaptures.shape === 'growing' || between.shape === 'unsure' ? atCaptures : between;
}

/** The lowest reading just after each capture. */
function afterCaptures(samples: readonly MemorySample[]): Stretch {
  return samples.flatMap((capture, i): Point[] => {
    if (capture.mark !== 'captured') return [];
    const after = samples.slice(i + 1);
    const [first] = after;
    if (first === undefined) return [];
    const readings = after
      .filter(({ at }) => at - first.at <= justAfter)
      .flatMap((sample) => nativeMemory(sample) ?? []);
    return readings.length === 0 ? [] : [{ at: first.at, value: Math.min(...readings) }];
  });
}
