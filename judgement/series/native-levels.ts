import type { Bytes } from '../../format/units.ts';
import { levelLimits } from '../parameters/native.ts';
import { median, type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';

const {
  enoughBetweenLevels,
  fewestInLevel,
  mostByCapture,
  tellingPromise,
  shareOfPromise,
  tellingStretch,
  settledLevel,
} = levelLimits;

/**
 * The levels of native memory between captures. A capture leaves tens of MiB free, which a leak of small blocks fills
 * unseen, but each capture needs again what the one before left: a leak shows as a rise from level to level.
 */
export function levelsStay(afterCaptures: readonly Stretch[], least: Bytes): boolean {
  const levels = levelsOf(afterCaptures);
  if (levels.length < 2) return false;
  const [first, last] = [levels[0], levels[levels.length - 1]];
  if (last[last.length - 1].at - first[0].at < enoughBetweenLevels) return false;
  return levelOf(last) - levelOf(first) < least;
}

/** From each capture to the next by more than captures themselves cause. One rise is what happens once. */
export function levelsRise(afterCaptures: readonly Stretch[]): boolean {
  const levels = levelsOf(afterCaptures).map(levelOf);
  return levels.length > 2 && levels.slice(1).every((level, k) => level - levels[k] > mostByCapture);
}

/**
 * Whether growth that was seen before the first capture goes on after it, until the last level; undefined if that
 * cannot be told, because a growth of this rate would not stand out.
 *
 * @param rate in bytes per millisecond
 */
export function goesOn(rate: number, afterCaptures: readonly Stretch[]): boolean | undefined {
  const levels = levelsOf(afterCaptures).filter((level) => spanOf(level) >= settledLevel);
  if (levels.length < 2) return undefined;
  const between = timeOf(levels[levels.length - 1]) - timeOf(levels[0]);
  if (between < enoughBetweenLevels || rate * between < tellingPromise) return undefined;
  // What the captures left free is filled up by then, and it rises while nobody disturbs it.
  if (keepsRate(rate, levels[levels.length - 1])) return true;
  const isKept = levels.slice(1).every((level, k) => keepsPromise(rate, levels[k], level));
  // One rise is what happens once.
  return isKept && levels.length < 3 ? undefined : isKept;
}

function keepsRate(rate: number, stretch: Stretch): boolean {
  return spanOf(stretch) >= tellingStretch && theilSen([stretch]) >= shareOfPromise * rate;
}

function keepsPromise(rate: number, from: Stretch, to: Stretch): boolean {
  return levelOf(to) - levelOf(from) >= shareOfPromise * rate * (timeOf(to) - timeOf(from));
}

function levelsOf(afterCaptures: readonly Stretch[]): readonly Stretch[] {
  return afterCaptures.filter(({ length }) => length >= fewestInLevel);
}

function levelOf(stretch: Stretch): number {
  return median(stretch.map(({ value }) => value));
}

function timeOf(stretch: Stretch): number {
  return median(stretch.map(({ at }) => at));
}
