import { describe, expect, it } from 'vitest';
import { headroom } from './headroom.ts';

describe('headroom', () => {
  it('is the smaller of what the machine and the control group leave', () => {
    expect(headroom({ machineAvailable: 100, cgroupLimit: 50, cgroupUsage: 20 })).toBe(30);
    expect(headroom({ machineAvailable: 10, cgroupLimit: 50, cgroupUsage: 20 })).toBe(10);
    expect(headroom({ machineAvailable: 10 })).toBe(10);
    expect(headroom({ cgroupLimit: 50, cgroupUsage: 60 })).toBe(0);
    expect(headroom({})).toBeUndefined();
  });
});
