import type { Bytes } from '../../format/units.ts';
import type { MemoryLimits } from '../host/host.ts';

/** How much the process may still take before the machine or a control group ends it. */
export function headroom({ cgroupUsage, cgroupLimit, machineAvailable }: MemoryLimits): Bytes | undefined {
  const inGroup =
    cgroupLimit === undefined || cgroupUsage === undefined
      ? undefined
      : Math.max(0, cgroupLimit - cgroupUsage);
  return inGroup === undefined || machineAvailable === undefined
    ? (inGroup ?? machineAvailable)
    : Math.min(inGroup, machineAvailable);
}
