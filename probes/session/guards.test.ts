import { describe, expect, it } from 'vitest';
import { captureRisks } from './guards.ts';

const mebi = 1 << 20;
const roomy = { at: 1, rss: 200 * mebi, heapUsed: 100 * mebi, machineAvailable: 8_192 * mebi };

describe('captureRisks', () => {
  it('sees no risk where there is room', () => {
    expect(captureRisks(roomy, 10_000 * mebi)).toEqual([]);
  });

  it('gives the figures where the machine has too little memory', () => {
    expect(captureRisks({ ...roomy, machineAvailable: 999 * mebi }, 10_000 * mebi)).toEqual([
      'a snapshot of 100 MiB of heap may take 1,000 MiB more memory, and 999 MiB are left on this machine',
    ]);
  });

  it('counts what is left to the control group where that is less', () => {
    const limited = { ...roomy, cgroupUsage: 400 * mebi, cgroupLimit: 512 * mebi };
    expect(captureRisks(limited, 10_000 * mebi)).toEqual([
      'a snapshot of 100 MiB of heap may take 1,000 MiB more memory, and 112 MiB are left to its control group',
    ]);
  });

  it('gives the figures where the disk is too small', () => {
    expect(captureRisks(roomy, 150 * mebi)).toEqual([
      'the snapshot may take 200 MiB on disk, and 150 MiB are free there',
    ]);
  });

  it('counts nodes instead of bytes once a capture told how many there are', () => {
    const tight = { ...roomy, machineAvailable: 300 * mebi };
    const fewNodes = { nodes: 100_000, heapUsed: 100 * mebi, rssBefore: 200 * mebi };
    expect(captureRisks(tight, 10_000 * mebi)).toHaveLength(1);
    expect(captureRisks(tight, 10_000 * mebi, fewNodes)).toEqual([]);
  });

  it('takes off what the target still holds from the capture before', () => {
    const tight = { ...roomy, rss: 700 * mebi, machineAvailable: 100 * mebi };
    const earlier = { nodes: 1_000_000, heapUsed: 100 * mebi, rssBefore: 200 * mebi };
    expect(captureRisks(tight, 10_000 * mebi, earlier)).toEqual([]);
    expect(captureRisks({ ...tight, rss: 200 * mebi }, 10_000 * mebi, earlier)).toHaveLength(1);
  });

  it('does not guess where the heap is unknown', () => {
    expect(
      captureRisks({ at: 1, rss: 200 * mebi, machineAvailable: 8_192 * mebi }, 10_000 * mebi),
    ).toHaveLength(1);
  });
});
