import { scaleLinear } from 'd3-scale';

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** True if it is drawn lower than it is. */
  readonly cut: boolean;
}

const gap = 0.22;
/** Something that is there must be seen. */
const lowest = 1.5;

/** How much higher than the highest of the others the first bar may be before it is cut. */
const cutFrom = 1.6;

/** Upright bars of equal width. */
export function bars(values: readonly number[], width: number, height: number): Bar[] {
  return barsUpTo(Math.max(1, ...values), values, width, height);
}

/**
 * As `bars`; but the first one stands for all time before the recording, and is cut if it would press the others
 * to the ground.
 */
export function barsWithFirstCut(values: readonly number[], width: number, height: number): Bar[] {
  const others = Math.max(0, ...values.slice(1));
  const most = others > 0 ? Math.min(Math.max(values[0], others), cutFrom * others) : Math.max(1, values[0]);
  return barsUpTo(most, values, width, height);
}

function barsUpTo(most: number, values: readonly number[], width: number, height: number): Bar[] {
  const tall = scaleLinear([0, most], [0, height]).clamp(true);
  const slot = width / Math.max(1, values.length);
  return values.map((value, i) => {
    const barHeight = value > 0 ? Math.max(lowest, tall(value)) : 0;
    return {
      x: i * slot + (slot * gap) / 2,
      y: height - barHeight,
      width: slot * (1 - gap),
      height: barHeight,
      cut: value > most,
    };
  });
}
