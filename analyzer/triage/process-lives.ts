import type { MemorySample } from '../../format/memory-sample.ts';
import type { EpochMillis } from '../../format/units.ts';
import { lifeLimits } from '../../judgement/parameters/lives.ts';
import { median } from '../../judgement/series/points.ts';
import type { LifeEnd } from './life-end.ts';

/** A sample, with the start of its process where the telemetry tells it. */
export interface LivedSample {
  readonly sample: MemorySample;
  readonly startedAt?: EpochMillis;
}

const { startJitter, longSilence, freshAtMost, freshFall, leastFall } = lifeLimits;

/**
 * The lives of a process that was restarted under one name: cut where its start moved, or where it was silent for a
 * while and came back as small as it began, or where the log tells of its end. Samples in order of time.
 */
export function livesOf(
  samples: readonly LivedSample[],
  ends: readonly LifeEnd[] = [],
): ReadonlyArray<readonly MemorySample[]> {
  const endings = ends.flatMap(({ at }) => at ?? []).sort((a, b) => a - b);
  const usual = median(samples.slice(1).map(({ sample }, i) => sample.at - samples[i].sample.at));
  const lives: MemorySample[][] = [];
  let startedAt: EpochMillis | undefined;
  let life: MemorySample[] = [];
  for (const { sample, startedAt: start = startedAt } of samples) {
    const before = life.at(-1);
    let ended = false;
    while (before !== undefined && endings.length > 0 && endings[0] < sample.at) {
      ended ||= endings[0] >= before.at;
      endings.shift();
    }
    const moved =
      before !== undefined &&
      start !== undefined &&
      startedAt !== undefined &&
      start - startedAt > startJitter &&
      // An age in a unit that was misread moves the start too, but it never goes back.
      sample.at - start < before.at - startedAt;
    const silent = before !== undefined && sample.at - before.at > longSilence * usual;
    if (life.length === 0 || moved || ended || (silent && fellToStart(life, sample))) {
      life = [];
      lives.push(life);
    }
    life.push(sample);
    startedAt = start;
  }
  return lives;
}

/**
 * Cut where resident memory fell in one step to where it began. That is a restart, or work that ended: without an age,
 * a pid or a silence between nothing tells which.
 */
export function stretchesFromStart(samples: readonly MemorySample[]): ReadonlyArray<readonly MemorySample[]> {
  const stretches: MemorySample[][] = [];
  let stretch: MemorySample[] = [];
  for (const sample of samples) {
    if (stretch.length === 0 || fellToStart(stretch, sample)) {
      stretch = [];
      stretches.push(stretch);
    }
    stretch.push(sample);
  }
  return stretches;
}

function fellToStart(life: readonly MemorySample[], { rss }: MemorySample): boolean {
  const start = life[0].rss;
  const before = life[life.length - 1].rss;
  if (start === undefined || before === undefined || rss === undefined) return false;
  return rss <= freshAtMost * start && before - rss >= Math.max(leastFall, freshFall * before);
}
