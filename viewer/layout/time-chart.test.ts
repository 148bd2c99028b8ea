import { describe, expect, it } from 'vitest';
import { timeChart } from './time-chart.ts';

const mebi = 1024 * 1024;
const size = { width: 500, height: 200 };
const rising = [0, 1, 2, 3].map((i) => ({ at: i * 1000, value: (10 + 10 * i) * mebi }));

describe('a chart over time', () => {
  it('begins at zero where that shows the change', () => {
    const chart = timeChart({ ...size, lines: [rising], marks: [1000], ticks: [500, 9000], limits: [] });
    expect(chart.fromZero).toBe(true);
    expect(chart.yTicks[0].value).toBe(0);
    expect(chart.points[0][0].x).toBe(chart.plot.left);
    expect(chart.points[0][3]).toEqual({ x: chart.plot.right, y: chart.plot.top });
    expect(chart.marks[0]).toBeCloseTo(chart.points[0][1].x, 6);
    expect(chart.ticks).toHaveLength(1);
  });

  it('does not where the line would be flat', () => {
    const flat = rising.map(({ at }, i) => ({ at, value: (1000 + i) * mebi }));
    const chart = timeChart({ ...size, lines: [flat], marks: [], ticks: [], limits: [] });
    expect(chart.fromZero).toBe(false);
    expect(chart.points[0][0].y - chart.points[0][3].y).toBeGreaterThan(100);
  });

  it('has round numbers of bytes at its side', () => {
    const { yTicks } = timeChart({ ...size, lines: [rising], marks: [], ticks: [], limits: [] });
    expect(yTicks.map(({ value }) => value / mebi)).toEqual([0, 20, 40]);
  });

  it('draws a limit that is near, and no other', () => {
    const [near, far] = timeChart({
      ...size,
      lines: [rising],
      marks: [],
      ticks: [],
      limits: [50 * mebi, 4096 * mebi],
    }).limits;
    expect(near).toBe(18);
    expect(far).toBeUndefined();
  });

  it('draws what it can of a single moment, and of values that stay', () => {
    const alone = timeChart({ ...size, lines: [rising.slice(0, 1)], marks: [], ticks: [], limits: [] });
    expect(alone.paths).toEqual(['']);
    const still = timeChart({
      ...size,
      lines: [rising.map(({ at }) => ({ at, value: 5 }))],
      marks: [],
      ticks: [],
      limits: [],
    });
    expect(still.paths[0]).not.toMatch(/NaN|undefined/);
  });
});

it('piles the parts of a whole up, from zero', () => {
  const at = [0, 1000];
  const part = (values: readonly number[]) => values.map((value, i) => ({ at: at[i], value }));
  const chart = timeChart({
    width: 176,
    height: 140,
    lines: [part([900, 900]), part([50, 100])],
    marks: [],
    ticks: [],
    limits: [],
    stacked: true,
  });
  expect(chart.fromZero).toBe(true);
  const bottom = chart.plot.bottom;
  const top = chart.plot.top;
  expect(chart.points[1][1]).toEqual({ x: chart.plot.right, y: top });
  expect(chart.paths[0]).toBe(`M64,28L164,28L164,${bottom}L64,${bottom}Z`);
  expect(chart.paths[1]).toBe(`M64,23L164,${top}L164,28L64,28Z`);
});
