import { describe, expect, it } from 'vitest';
import { headroom, readMemoryLimits } from './memory-limits.ts';

describe('headroom', () => {
  it('is the smaller of what the machine and the control group leave', () => {
    expect(headroom({ machineAvailable: 100, cgroupLimit: 50, cgroupUsage: 20 })).toBe(30);
    expect(headroom({ machineAvailable: 10, cgroupLimit: 50, cgroupUsage: 20 })).toBe(10);
    expect(headroom({ machineAvailable: 10 })).toBe(10);
    expect(headroom({ cgroupLimit: 50, cgroupUsage: 60 })).toBe(0);
    expect(headroom({})).toBeUndefined();
  });
});

describe('readMemoryLimits', () => {
  it('knows the memory of this machine', () => {
    const limits = readMemoryLimits(process.pid);
    expect(limits.machineAvailable).toBeGreaterThan(1 << 20);
  });

  it('gives usage and limit of a control group together or not at all', () => {
    const { cgroupUsage, cgroupLimit } = readMemoryLimits(process.pid);
    expect(cgroupUsage === undefined).toBe(cgroupLimit === undefined);
  });
});
