import { scaleLinear } from 'd3-scale';

export interface Bar {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly value: number;
}

const gap = 0.22;
/** Something that is there must be seen. */
const lowest = 1.5;

/** Upright bars of equal width. */
export function bars(values: readonly number[], width: number, height: number): Bar[] {
  const tall = scaleLinear([0, Math.max(1, ...values)], [0, height]);
  const slot = width / Math.max(1, values.length);
  return values.map((value, i) => {
    const barHeight = value > 0 ? Math.max(lowest, tall(value)) : 0;
    return {
      x: i * slot + (slot * gap) / 2,
      y: height - barHeight,
      width: slot * (1 - gap),
      height: barHeight,
      value,
    };
  });
}
