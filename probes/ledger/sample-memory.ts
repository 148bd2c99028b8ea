import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { descendants } from '../target/descendants.ts';
import { readProcFolder, readProcText } from '../target/proc-files.ts';
import { parseStat, parseStatus } from '../target/proc-text.ts';
import { readMemoryLimits } from './memory-limits.ts';

/**
 * One sample of the ledger. Cheap enough for every second: a few small files of /proc and one
 * question to the runtime, which is left out if the runtime does not answer soon.
 *
 * @param beside processes that are recorded and judged by themselves: captures inflate their memory, so it is not
 *   counted as that of children
 */
export async function sampleMemory(
  connection: Connection,
  beside: ReadonlySet<number> = nobody,
): Promise<MemorySample> {
  const { pid, thread } = connection.target;
  const at = Date.now();
  // What was reached by an address tells of itself, as far as it can.
  if (pid === undefined) return { at, ...(await connection.sampleRuntime()) };
  // A thread has a heap of its own; all that the system counts is its whole process's.
  if (thread !== undefined) return { at, ...(await connection.sampleRuntime()), ...readMemoryLimits(pid) };
  const process = readProcess(pid);
  const children = readChildren(pid, beside);
  const limits = readMemoryLimits(pid);
  const runtime = await connection.sampleRuntime();
  return { at, ...process, ...children, ...runtime, ...limits };
}

function readProcess(pid: number): Omit<MemorySample, 'at'> {
  const status = readProcText(`/proc/${pid}/status`);
  const stat = readProcText(`/proc/${pid}/stat`);
  const descriptors = readProcFolder(`/proc/${pid}/fd`)?.length;
  return {
    ...(status === undefined ? {} : memoryIn(status)),
    ...(stat === undefined ? {} : activityIn(stat)),
    ...(descriptors === undefined ? {} : { descriptors }),
  };
}

function memoryIn(text: string): Omit<MemorySample, 'at'> {
  const {
    state: _,
    threadGroup: __,
    uid: ___,
    catchesSigusr1: ____,
    blocksSigusr1: _____,
    rssFile: ______,
    rssShared: _______,
    ...memory
  } = parseStatus(text);
  return memory;
}

function activityIn(text: string): Omit<MemorySample, 'at'> {
  const { startedAfterBoot: _, ...activity } = parseStat(text);
  return activity;
}

const nobody: ReadonlySet<number> = new Set();

function readChildren(pid: number, beside: ReadonlySet<number>): Omit<MemorySample, 'at'> {
  const children = descendants(pid);
  const unseen = children.filter((child) => !beside.has(child));
  return { children: children.length, childrenRss: unseen.reduce((sum, child) => sum + rssOf(child), 0) };
}

function rssOf(pid: number): Bytes {
  return parseStatus(readProcText(`/proc/${pid}/status`) ?? '').rss ?? 0;
}
