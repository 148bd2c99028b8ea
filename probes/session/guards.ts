import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Bytes } from '../../format/units.ts';
import { headroom } from '../ledger/memory-limits.ts';
import { ProbeError, systemErrorCode } from '../probe-error.ts';

/**
 * Whether the target survives a snapshot and the disk takes it. A snapshot costs the target 400 to
 * 450 bytes of memory for each node of its heap graph, measured on Node 20 to 26; before the first
 * one the nodes are unknown, and ten times the heap in use was the most they took.
 */

const memoryPerNode: Bytes = 450;
const memoryPerHeapByte = 10;
const diskPerHeapByte = 2;
/** An empty heap costs this much. */
const leastMemory: Bytes = 64 << 20;

/** What an earlier capture of the same recording taught. */
export interface EarlierCapture {
  readonly nodes: number;
  readonly heapUsed: Bytes;
  /** The target's RSS before any capture: what it took for them it keeps, and uses again. */
  readonly rssBefore: Bytes;
}

/** Why a capture should not be taken now, in words with figures; empty where nothing speaks against it. */
export function captureRisks(
  sample: MemorySample,
  freeDisk: Bytes,
  earlier?: EarlierCapture,
): readonly string[] {
  const { heapUsed, rss } = sample;
  if (heapUsed === undefined) {
    return ['the process did not say how large its heap is, so the cost of a snapshot is unknown'];
  }
  const risks: string[] = [];
  const memory = extraMemory(heapUsed, rss ?? 0, earlier);
  const available = headroom(sample);
  if (available !== undefined && memory > available) {
    risks.push(
      `a snapshot of ${mebibytes(heapUsed)} of heap may take ${mebibytes(memory)} more memory, ` +
        `and ${mebibytes(available)} are left ${sample.cgroupLimit === undefined ? 'on this machine' : 'to its control group'}`,
    );
  }
  const disk = heapUsed * diskPerHeapByte;
  if (disk > freeDisk) {
    risks.push(`the snapshot may take ${mebibytes(disk)} on disk, and ${mebibytes(freeDisk)} are free there`);
  }
  return risks;
}

function extraMemory(heapUsed: Bytes, rss: Bytes, earlier: EarlierCapture | undefined): Bytes {
  if (earlier === undefined || earlier.nodes === 0)
    return Math.max(leastMemory, heapUsed * memoryPerHeapByte);
  const nodes = earlier.nodes * Math.max(1, heapUsed / earlier.heapUsed);
  const alreadyTaken = Math.max(0, rss - earlier.rssBefore);
  return Math.max(0, Math.max(leastMemory, nodes * memoryPerNode) - alreadyTaken);
}

function mebibytes(bytes: Bytes): string {
  return `${Math.round(bytes / (1 << 20)).toLocaleString('en')} MiB`;
}

/** What an ordinary user can still write where the folder is, or will be made. */
export async function freeDiskAt(folder: string): Promise<Bytes> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT' || at === path.dirname(at)) throw error;
    }
  }
}

export function refusedCapture(risks: readonly string[]): ProbeError {
  return new ProbeError(
    'capture-refused',
    `a capture now is too dangerous: ${risks.join('; ')}`,
    'free memory or disk space, or take the risk with --force',
  );
}
