import type { Bytes, Millis } from '../../format/units.ts';
import { median, type Stretch, spanOf } from './points.ts';
import { theilSen } from './slope.ts';

const mebi: Bytes = 1024 * 1024;
/** Levels after captures are compared over at least this long: a leak of 100 KB/s is then above their noise of some MiB. */
const enoughBetweenLevels: Millis = 45_000;
const fewestInLevel = 3;
/**
 * V8 tracks what moves from the first capture on, and the allocator touches ever new pages of what captures freed:
 * servers that leak nothing rise by 2 to 6 MiB from one capture to the next. A leak has to rise by more than that.
 */
const mostByCapture: Bytes = 8 * mebi;
/** A rate that promises less than this between the first level and the last is lost in what captures cause. */
const tellingPromise: Bytes = 16 * mebi;
/**
 * Leaks kept 90 % or more of what their rate before the captures promised, in each step from level to level, but one: its
 * first step had all of it in what the capture left free. Where caches fill, one step of each run was below 22 %, but
 * others were up to 85 %: a capture can take 8 MiB, and give them back at the next.
 */
const shareOfPromise = 0.4;
/** For some seconds after a capture a process touches again what it needs: in a stretch this long they are a part. */
const tellingStretch: Millis = 25_000;
/** Right after a capture there is less or more than there will be. */
const settledLevel: Millis = 10_000;

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
 * Whether growth that was seen before the first capture goes on after it, until the last level; undefined where that
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
