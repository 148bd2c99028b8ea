import { freemem } from 'node:os';
import type { MemoryAccounts, ProcessUsage } from '../host.ts';
import { psTable } from './ps.ts';

/** Sizes by `ps`. Of ourselves Node tells them: a probe inside a program starts no other process. */
export const memoryAccounts: MemoryAccounts = {
  usageOf(pid): ProcessUsage {
    if (pid === process.pid) return ownUsage();
    const row = psTable()?.get(pid);
    return row === undefined ? {} : { rss: row.rss, virtualSize: row.virtualSize, cpu: row.cpu };
  },
  rssOf: (pid) => (pid === process.pid ? process.memoryUsage.rss() : psTable()?.get(pid)?.rss),
  limitsOf() {
    const available = availableMemory();
    return available === undefined ? {} : { machineAvailable: available };
  },
  surroundingsOf: () => () => ({}),
};

function ownUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  const { minorPageFault, majorPageFault } = process.resourceUsage();
  return {
    rss: process.memoryUsage.rss(),
    cpu: Math.round((user + system) / 1000),
    minorFaults: minorPageFault,
    majorFaults: majorPageFault,
  };
}

/** macOS counts as free only what nothing uses, not even as a cache: that says nothing of what can be had. */
function availableMemory(): number | undefined {
  const free = process.platform === 'darwin' ? 0 : freemem();
  return free > 0 ? free : undefined;
}
