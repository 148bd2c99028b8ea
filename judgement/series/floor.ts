import { floorLimits } from '../parameters/trend.ts';
import { median, type Point, type Stretch, spanOf } from './points.ts';

const { mostWindows, leastPerWindow, enoughValleys } = floorLimits;
/** A budget of work: slopes are taken over all pairs: a day of valleys is thinned to its lowest ones first. */
const mostValleys = 60;

/** The lowest point of each of up to twelve windows of equal time: what is left when bursts have passed. */
export function windowedFloor(stretch: Stretch): Stretch {
  return windowsOf(stretch).map(lowest);
}

/** The middle of each window, for what errs upwards as often as downwards. */
export function windowedMiddle(stretch: Stretch): Stretch {
  return windowsOf(stretch).map((window) => ({
    at: window[window.length >> 1].at,
    value: median(window.map(({ value }) => value)),
  }));
}

function windowsOf(stretch: Stretch): readonly Stretch[] {
  if (stretch.length === 0) return [];
  const number = Math.min(mostWindows, Math.floor(stretch.length / leastPerWindow));
  const width = spanOf(stretch) / number;
  // Samples of one moment have no windows.
  if (number < 2 || width === 0) return [stretch];
  const windows: Point[][] = Array.from({ length: number }, () => []);
  for (const point of stretch) {
    windows[Math.min(number - 1, Math.floor((point.at - stretch[0].at) / width))].push(point);
  }
  // A gap in the ledger leaves its windows empty.
  return windows.filter((window) => window.length > 0);
}

/**
 * The points after each deep fall: for a heap, what was left after its collections. Deep is half of the
 * deepest fall: scavenges within the teeth of full collections are not, and if there are only
 * scavenges they are the deepest there is.
 */
export function valleysOf(stretch: Stretch): Stretch {
  const deep = floorLimits.deep * deepestFall(stretch);
  if (deep === 0) return [];
  const valleys: Point[] = [];
  let peak = stretch[0].value;
  let valley: Point | undefined;
  for (const point of stretch) {
    if (valley === undefined) {
      if (peak - point.value >= deep) valley = point;
      else peak = Math.max(peak, point.value);
    } else if (point.value <= valley.value) valley = point;
    else if (point.value - valley.value >= floorLimits.upAgain * deep) {
      valleys.push(valley);
      valley = undefined;
      peak = point.value;
    }
  }
  return valley === undefined ? valleys : [...valleys, valley];
}

/**
 * The floor of a series that collections cut down: what the runtime itself says was left after full ones, where these
 * are enough, else the series' valleys, else windows.
 */
export function collectedFloor(
  stretch: Stretch,
  collected: Stretch = [],
): { readonly floor: Stretch; readonly collections: number } {
  const valleys = collected.length >= enoughValleys ? collected : valleysOf(stretch);
  if (valleys.length < enoughValleys) return { floor: windowedFloor(stretch), collections: valleys.length };
  return {
    floor: valleys.length > mostValleys ? windowedFloor(valleys) : valleys,
    collections: valleys.length,
  };
}

function deepestFall(stretch: Stretch): number {
  let deepest = 0;
  let fall = 0;
  for (let i = 1; i < stretch.length; i++) {
    const step = stretch[i - 1].value - stretch[i].value;
    fall = step > 0 ? fall + step : 0;
    deepest = Math.max(deepest, fall);
  }
  return deepest;
}

export function lowest(window: Stretch): Point {
  return window.reduce((low, point) => (point.value < low.value ? point : low));
}
