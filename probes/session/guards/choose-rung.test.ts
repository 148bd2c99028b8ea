import { expect, it } from 'vitest';
import type { MemorySample } from '../../../format/memory-sample.ts';
import { rungs } from '../../../format/rungs.ts';
import { chooseRung, type LightSources } from './choose-rung.ts';
import { rungCosts } from './rung-costs.ts';

const mebi = 1 << 20;
const roomy = { at: 1, rss: 200 * mebi, heapUsed: 100 * mebi, machineAvailable: 8_192 * mebi };
const disk = { freeDisk: 10_000 * mebi, version: '20.19.0' };
const withoutPulses = { visits: {}, census: {} } as LightSources;
const all = { ...withoutPulses, pulses: {} } as LightSources;
const wish = { most: 'snapshot', isAsked: false, force: false } as const;

const taken = (sample: MemorySample, conditions = disk, sources = all) =>
  chooseRung([sample], conditions, sources, wish).taken;

it('takes the highest rung that the limits allow', () => {
  expect(taken(roomy)).toBe('snapshot');
  expect(taken(roomy, { ...disk, freeDisk: 224 * mebi })).toBe('census');
  expect(taken({ ...roomy, machineAvailable: 1_000 * mebi })).toBe('census');
  expect(taken({ ...roomy, machineAvailable: 100 * mebi })).toBe('pulses');
  expect(taken({ ...roomy, machineAvailable: 100 * mebi }, disk, withoutPulses)).toBe('visits');
  expect(taken({ ...roomy, heapLimit: 150 * mebi })).toBe('visits');
  expect(taken(roomy, disk, {} as LightSources)).toBe('snapshot');
});

it('says what the next rung would have cost, and why it was refused', () => {
  const conditions = { ...disk, longestPause: 5_000 };
  expect(chooseRung([roomy], conditions, all, wish)).toEqual({
    taken: 'census',
    next: {
      rung: 'snapshot',
      refused: 'the snapshot may pause the process for 13.8 s, more than the limit of 5.0 s',
      pause: expect.closeTo(13_786, 0),
      memory: expect.closeTo(1_798_172_032, -3),
      disk: 225 * mebi,
    },
  });
});

it('takes no more than was asked for, and says what more would cost', () => {
  const asked = { most: 'visits', isAsked: true, force: false } as const;
  expect(chooseRung([roomy], disk, withoutPulses, asked)).toEqual({
    taken: 'visits',
    asked: 'visits',
    next: {
      rung: 'census',
      pause: expect.closeTo(3_447, 0),
      memory: expect.closeTo(449_543_008, -3),
      disk: 0,
    },
  });
});

it('takes what was asked for by force', () => {
  const close = { ...roomy, heapLimit: 150 * mebi };
  expect(chooseRung([close], disk, all, { most: 'census', isAsked: true, force: true }).taken).toBe('census');
});

it('knows each rung to cost no less than those below it', () => {
  for (const [at, rung] of rungs.entries()) {
    const below = rungCosts[rungs[Math.max(0, at - 1)]!];
    const cost = rungCosts[rung];
    expect(cost.pause).toBeGreaterThanOrEqual(below.pause);
    expect(cost.memory).toBeGreaterThanOrEqual(below.memory);
    expect(cost.disk).toBeGreaterThanOrEqual(below.disk);
  }
});
