import type { MemoryAccounts, ProcessUsage } from '../host.ts';
import { readMemoryLimits } from './memory-limits.ts';
import { SurroundingsReader } from './memory-surroundings.ts';
import { readProcFolder, readProcText } from './proc-files.ts';
import { parseStat, parseStatus } from './proc-text.ts';

export const memoryAccounts: MemoryAccounts = {
  usageOf(pid) {
    const status = readProcText(`/proc/${pid}/status`);
    const stat = readProcText(`/proc/${pid}/stat`);
    const descriptors = readProcFolder(`/proc/${pid}/fd`)?.length;
    return {
      ...(status === undefined ? {} : memoryIn(status)),
      ...(stat === undefined ? {} : activityIn(stat)),
      ...(descriptors === undefined ? {} : { descriptors }),
    };
  },
  rssOf: (pid) => parseStatus(readProcText(`/proc/${pid}/status`) ?? '').rss,
  limitsOf: (pid) => readMemoryLimits(pid),
  surroundingsOf(pid) {
    const reader = new SurroundingsReader(pid);
    return () => reader.read();
  },
};

function memoryIn(text: string): ProcessUsage {
  const {
    state: _,
    threadGroup: __,
    uid: ___,
    rssFile: ____,
    rssShared: _____,
    ...memory
  } = parseStatus(text);
  return memory;
}

function activityIn(text: string): ProcessUsage {
  const { startedAfterBoot: _, ...activity } = parseStat(text);
  return activity;
}
