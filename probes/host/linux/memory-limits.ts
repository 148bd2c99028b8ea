import path from 'node:path';
import type { Bytes } from '../../../format/units.ts';
import type { MemoryLimits } from '../host.ts';
import { readProcText } from './proc-files.ts';
import { type MemoryCgroup, parseMemAvailable, parseMemoryCgroup } from './proc-text.ts';

/** Where the kernel's files are. */
export interface KernelFolders {
  readonly proc: string;
  readonly cgroups: string;
}

export const mounted: KernelFolders = { proc: '/proc', cgroups: '/sys/fs/cgroup' };

/** What surrounds the process: the memory left on the machine, and the tightest of its control groups. */
export function readMemoryLimits(pid: number, { proc, cgroups } = mounted): MemoryLimits {
  const available = parseMemAvailable(readProcText(`${proc}/meminfo`) ?? '');
  const group = parseMemoryCgroup(readProcText(`${proc}/${pid}/cgroup`) ?? '');
  const tightest = group && tightestLevel(group, cgroups);
  return {
    ...(available === undefined ? {} : { machineAvailable: available }),
    ...(tightest === undefined ? {} : { cgroupUsage: tightest.usage, cgroupLimit: tightest.limit }),
  };
}

interface Level {
  readonly usage: Bytes;
  readonly limit: Bytes;
}

/** The names of the same three facts in both versions of control groups (kernel: cgroup-v1/memory, cgroup-v2). */
const files = {
  1: {
    folder: 'memory',
    usage: 'memory.usage_in_bytes',
    limit: 'memory.limit_in_bytes',
    reclaimable: /^total_inactive_file (\d+)$/m,
  },
  2: {
    folder: '',
    usage: 'memory.current',
    limit: 'memory.max',
    reclaimable: /^inactive_file (\d+)$/m,
  },
} as const;

/** Version 1 writes "no limit" as the largest number of pages it knows. */
const noLimit: Bytes = 2 ** 60;

/** The folders of a process's control group, its own first, and up to that of all. */
export function groupFolders(
  { version, path: group }: MemoryCgroup,
  cgroups = mounted.cgroups,
): readonly string[] {
  return levels(path.posix.join(cgroups, files[version].folder), group);
}

/** A limit anywhere up the tree holds for everything below it. */
function tightestLevel(group: MemoryCgroup, cgroups: string): Level | undefined {
  const { version } = group;
  let tightest: Level | undefined;
  for (const folder of groupFolders(group, cgroups)) {
    const level = readLevel(folder, version);
    if (level && (!tightest || level.limit - level.usage < tightest.limit - tightest.usage)) tightest = level;
  }
  return tightest;
}

/**
 * From the group up to the mount point. In a container the group's path is often the host's and
 * leads nowhere; the mount point is then the container's own group.
 */
function levels(root: string, group: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.posix.normalize(group); at !== '/' && at !== '.'; at = path.posix.dirname(at)) {
    folders.push(path.posix.join(root, at));
  }
  return [...folders, root];
}

function readLevel(folder: string, version: 1 | 2): Level | undefined {
  const names = files[version];
  const limit = Number.parseInt(readProcText(`${folder}/${names.limit}`) ?? '', 10);
  const usage = Number.parseInt(readProcText(`${folder}/${names.usage}`) ?? '', 10);
  if (Number.isNaN(limit) || Number.isNaN(usage) || limit >= noLimit) return undefined;
  // Cached file pages are given back before anything is killed.
  const reclaimable = Number(names.reclaimable.exec(readProcText(`${folder}/memory.stat`) ?? '')?.[1] ?? 0);
  return { limit, usage: Math.max(0, usage - reclaimable) };
}
