import type { MemorySample } from '../../format/memory-sample.ts';
import type { Connection } from '../connection.ts';
import { host } from '../host/this-host.ts';
import { descendants } from '../target/descendants.ts';

/**
 * One sample of the ledger. Cheap enough for every second: a few questions to the system and one
 * to the runtime, which is left out if the runtime does not answer soon.
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
  if (thread !== undefined) {
    const { rss: _, ...own } = (await connection.sampleRuntime()) ?? {};
    return { at, ...own, ...host.memory.limitsOf(pid) };
  }
  const process = host.memory.usageOf(pid);
  const children = readChildren(pid, beside);
  const limits = host.memory.limitsOf(pid);
  const runtime = await connection.sampleRuntime();
  // The process itself tells what a system without a table of processes does not.
  return { at, ...runtime, ...process, ...children, ...limits };
}

const nobody: ReadonlySet<number> = new Set();

function readChildren(pid: number, beside: ReadonlySet<number>): Omit<MemorySample, 'at'> {
  if (host.processes.childrenOf(pid) === undefined) return {};
  const children = descendants(pid);
  const unseen = children.filter((child) => !beside.has(child));
  return {
    children: children.length,
    childrenRss: unseen.reduce((sum, child) => sum + (host.memory.rssOf(child) ?? 0), 0),
  };
}
