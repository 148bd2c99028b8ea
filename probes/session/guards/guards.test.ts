import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../../format/memory-sample.ts';
import {
  type CaptureConditions,
  refusedCapture,
  takenInsteadOf,
  weighCapture,
  weighStacks,
} from './guards.ts';
import { rungCosts } from './rung-costs.ts';

const mebi = 1 << 20;
const roomy = { at: 1, rss: 200 * mebi, heapUsed: 100 * mebi, machineAvailable: 8_192 * mebi };
/** 80,000 nodes of Node itself, and one for 37.6 of the other 96 MiB. */
const whole = { pause: 2_757_215 * 0.005, memory: 32 * mebi + 2_757_215 * 640 };
const roomyDisk = { freeDisk: 10_000 * mebi, version: '20.19.0' };

const risksOf = (sample: MemorySample, conditions: CaptureConditions = roomyDisk) =>
  weighCapture([sample], conditions).risks;

describe('weighCapture', () => {
  it('sees no risk if there is room, and says what it costs', () => {
    expect(weighCapture([roomy], roomyDisk)).toEqual({
      cost: { memory: whole.memory, disk: 225 * mebi, pause: whole.pause },
      risks: [],
    });
  });

  it('expects more if numbers are to be told, until a capture showed what that costs', () => {
    const { cost } = weighCapture([roomy], { ...roomyDisk, known: { values: true } });
    expect(cost?.pause).toBeCloseTo(1.75 * whole.pause, -1);
    expect(cost).toMatchObject({ memory: 1.25 * whole.memory, disk: 1.7 * 225 * mebi });
    const earlier = { nodes: 1_000, live: 100 * mebi, duration: 700, size: 9, rssBefore: 1 };
    const learned = weighCapture([roomy], { ...roomyDisk, known: { values: true, earlier } });
    expect(learned.cost?.pause).toBe(700);
  });

  it('gives the figures where the machine has too little memory', () => {
    expect(risksOf({ ...roomy, machineAvailable: 1_714 * mebi })).toEqual([
      'a snapshot of 100 MiB of heap may take 1,715 MiB more memory, and only 1,714 MiB is left on this machine',
    ]);
  });

  it('counts what is left to the control group if that is less', () => {
    const limited = { ...roomy, cgroupUsage: 400 * mebi, cgroupLimit: 512 * mebi };
    expect(risksOf(limited)).toEqual([
      'a snapshot of 100 MiB of heap may take 1,715 MiB more memory, and only 112 MiB is left in its control group',
    ]);
  });

  it('names the machine where it leaves less than the control group', () => {
    const wide = { ...roomy, machineAvailable: 99 * mebi, cgroupUsage: 1, cgroupLimit: 4_096 * mebi };
    expect(risksOf(wide)[0]).toContain('99 MiB is left on this machine');
  });

  it('gives the figures where the disk is too small', () => {
    expect(risksOf(roomy, { ...roomyDisk, freeDisk: 150 * mebi })).toEqual([
      'the snapshot may take 225 MiB on disk, and only 150 MiB is free there',
    ]);
  });

  it('gives the figures where the heap is near its limit', () => {
    expect(risksOf({ ...roomy, heapLimit: (120 + 48) * mebi })).toEqual([
      'its heap holds 100 MiB of at most 120 MiB: this close to the limit, the collections of a snapshot can end the process',
    ]);
    expect(risksOf({ ...roomy, heapLimit: (130 + 48) * mebi })).toEqual([]);
  });

  it.each([
    ['22.1.0', 48],
    ['24.21.0', 192],
    ['26.0.0', 96],
  ])('leaves the room for new objects of node %s out of the limit', (version, young) => {
    const at = (heapUsed: number) =>
      risksOf(
        { ...roomy, heapUsed: heapUsed * mebi, heapLimit: (512 + young) * mebi },
        { ...roomyDisk, version },
      );
    expect(at(400)).toEqual([]);
    expect(at(460)).toEqual([expect.stringContaining('holds 460 MiB of at most 512 MiB')]);
  });

  it('takes what rises above the floor of the last seconds for garbage', () => {
    const full = { ...roomy, at: 60_000, heapLimit: (120 + 48) * mebi };
    const collected = (at: number) => ({ ...full, at, heapUsed: 40 * mebi });
    expect(weighCapture([collected(55_000), full], roomyDisk).risks).toEqual([]);
    expect(weighCapture([collected(20_000), full], roomyDisk).risks).toHaveLength(1);
  });

  it('refuses a pause that is longer than allowed', () => {
    expect(risksOf(roomy, { ...roomyDisk, longestPause: 5_000 })).toEqual([
      'the snapshot may pause the process for 13.8 s, more than the limit of 5.0 s',
    ]);
    expect(risksOf(roomy, { ...roomyDisk, longestPause: 15_000 })).toEqual([]);
  });

  it('counts objects instead of bytes once pulses told how many there are', () => {
    const tight = { ...roomy, machineAvailable: 300 * mebi };
    expect(risksOf(tight)).toHaveLength(1);
    expect(risksOf(tight, { ...roomyDisk, known: { objects: 100_000 } })).toEqual([]);
  });

  const before = {
    nodes: 100_000,
    live: 100 * mebi,
    duration: 700,
    size: 20 * mebi,
    rssBefore: 200 * mebi,
  };

  it('reckons with a name for each index of a long array', () => {
    const memoryWith = (large: number) => {
      const spaces = { old_space: 100 * mebi, large_object_space: large * mebi };
      return (weighCapture([{ ...roomy, spaces }], roomyDisk).cost?.memory ?? 0) / mebi;
    };
    // 450 bytes for each node, 4 for each byte of large objects, and 1,200 for each index.
    expect(memoryWith(0)).toBeCloseTo(1_215, 0);
    expect(memoryWith(8)).toBeCloseTo(1_215 - (8 * 450) / 37.6 + 8 * 4 + 8 * 150, 0);
    // There are not more indices than objects beside it that they could lead to: the rest are numbers or texts.
    const others = 80_000 + (6 * mebi) / 37.6;
    expect(memoryWith(90)).toBeCloseTo(32 + (others * 1_650) / mebi + 90 * 4, 0);
  });

  it('does not count garbage that the last collections showed to be some', () => {
    const collected = (at: number) => ({ ...roomy, at, heapAfterGc: 20 * mebi });
    const samples = [collected(0), collected(30_000), { ...roomy, at: 60_000 }];
    expect(weighCapture(samples, roomyDisk).cost?.pause).toBeCloseTo(8_209, 0);
  });

  it('expects what the capture before it cost, by how much the heap has grown since', () => {
    const tight = { ...roomy, heapUsed: 150 * mebi, machineAvailable: 300 * mebi };
    const { cost, risks } = weighCapture([tight], { ...roomyDisk, known: { earlier: before } });
    expect(risks).toEqual([]);
    expect(cost).toEqual({ pause: 1_050, disk: 150 * mebi, memory: 32 * mebi + 150_000 * 640 });
  });

  it('expects of Bun one snapshot or two, and lookups in between', () => {
    const weigh = (known: CaptureConditions['known']) =>
      weighCapture([roomy], { ...roomyDisk, known: { ...known, runtime: 'bun' } }).cost?.pause;
    // 100 MiB of small objects are 2.8 million nodes, of which two snapshots took 6 to 12 s of an idle machine.
    expect(weigh({})).toBeCloseTo(1_500 + 39_043, 0);
    expect(weigh({ earlier: before })).toBe(2 * 700);
  });

  it('takes off what the target still holds from the capture before', () => {
    const tight = { ...roomy, rss: 800 * mebi, machineAvailable: 100 * mebi };
    const earlier = { ...before, nodes: 1_000_000 };
    expect(risksOf(tight, { ...roomyDisk, known: { earlier } })).toEqual([]);
    expect(risksOf({ ...tight, rss: 200 * mebi }, { ...roomyDisk, known: { earlier } })).toHaveLength(1);
  });

  it('does not guess where the heap is unknown', () => {
    const { cost, risks } = weighCapture(
      [{ at: 1, rss: 200 * mebi, machineAvailable: 8_192 * mebi }],
      roomyDisk,
    );
    expect(cost).toBeUndefined();
    expect(risks).toHaveLength(1);
  });
});

describe('weighStacks', () => {
  const weigh = (sample: MemorySample, nodes?: number, longestPause?: number) =>
    weighStacks([sample], { nodes, version: '20.19.0', longestPause });

  it('says how long each collection takes', () => {
    expect(weigh(roomy, 100_000)).toEqual({
      cost: { nodes: 100_000, pause: expect.closeTo(80, 5) },
      risks: [],
    });
  });

  it('gives the figures if that is too long, every 50 ms', () => {
    expect(weigh(roomy, 1_000_000).risks).toEqual([
      'garbage is collected every 50 ms, and each collection may take 800 ms with 1,000,000 objects, more than the limit of 500 ms',
    ]);
    expect(weigh(roomy, 1_000_000, 1_000).risks).toEqual([]);
    expect(weigh(roomy, 100_000, 50).risks[0]).toContain('the limit of 50 ms');
  });

  it('reckons with small objects if none were counted', () => {
    expect(weigh(roomy).risks[0]).toContain('2,757,215 objects');
  });

  it('stays further from the heap limit than one snapshot does: the heap grows on', () => {
    const near = { ...roomy, heapLimit: (130 + 48) * mebi };
    expect(weigh(near, 1_000).risks).toEqual([expect.stringContaining('holds 100 MiB of at most 130 MiB')]);
    expect(weigh({ ...roomy, heapLimit: (150 + 48) * mebi }, 1_000).risks).toEqual([]);
  });
});

describe('a capture that is refused', () => {
  it('names what can be done without a snapshot, where that is possible', () => {
    expect(refusedCapture(['the disk is full'], true).next).toContain('--plan light');
    expect(refusedCapture(['the disk is full']).next).not.toContain('--plan light');
  });

  it('weighs a census by its share of a snapshot', () => {
    const conditions = { ...roomyDisk, longestPause: 5_000 };
    expect(weighCapture([roomy], conditions, rungCosts.census)).toEqual({
      cost: { memory: whole.memory / 4, disk: 0, pause: whole.pause / 4 },
      risks: [],
    });
    const tight = { ...roomy, machineAvailable: 428 * mebi, heapLimit: 150 * mebi };
    expect(weighCapture([tight], conditions, rungCosts.census).risks).toEqual([
      'a census of 100 MiB of heap may take 429 MiB more memory, and only 428 MiB is left on this machine',
      'its heap holds 100 MiB of at most 102 MiB: this close to the limit, the collections of a census can end the process',
    ]);
    expect(weighCapture([tight], conditions, rungCosts.visits).risks).toEqual([]);
  });

  it('takes what the process holds outside for heap, if it does not say how large that is', () => {
    const outside = () => ({ heapUsed: 90 * mebi, oldLimit: 100 * mebi });
    expect(weighCapture([{ at: 1, rss: 200 * mebi }], { ...roomyDisk, outside }).risks).toEqual([
      'its heap holds 90 MiB of at most 100 MiB: this close to the limit, the collections of a snapshot can end the process',
    ]);
  });

  it('says which rung takes its place, why, and what the next one would have cost', () => {
    const weighed = weighCapture([roomy], { ...roomyDisk, longestPause: 5_000 });
    const next = { rung: 'census', pause: 1_990, memory: 170 * mebi, disk: 0, refused: 'it is' } as const;
    expect(takenInsteadOf(weighed, { taken: 'visits', next })).toBe(
      'visits take the place of captures, because a capture now is too dangerous: the snapshot may pause the process for ' +
        '13.8 s, more than the limit of 5.0 s. One capture could pause the process for 13.8 s, and take 1,715 MiB of memory ' +
        'and 225 MiB of disk. The next rung, a census, could pause the process for 2.0 s, take 170 MiB of memory and was refused, because it is',
    );
    const unknown = weighCapture([{ at: 1 }], roomyDisk);
    expect(takenInsteadOf(unknown, { taken: 'visits' })).toMatch(/so the cost of a snapshot is unknown$/);
  });
});
