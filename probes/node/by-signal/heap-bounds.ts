import { totalmem } from 'node:os';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes } from '../../../format/units.ts';
import { nodeOptionsOf } from '../../target/gate.ts';
import { valueOfOption } from '../../target/node-options.ts';

/** What is known of a heap from outside. */
export interface HeapBounds {
  /** It holds no more than this. */
  readonly heapUsed: Bytes;
  /** What V8 lets live on. */
  readonly oldLimit: Bytes;
}

/** V8 takes half of the memory for what lives on, and no more than this: the second from so much memory on. */
const mostOld: readonly [Bytes, Bytes] = [2 * 2 ** 30, 4 * 2 ** 30];
const muchMemory: Bytes = 14.5 * 2 ** 30;
const shareOfMemory = 0.5;

/**
 * A process that tells nothing of its heap has it in its anonymous memory.
 * @param residue what captures left there, which is no part of the heap
 */
export function heapBoundsOf(
  pid: number,
  { rssAnonymous = 0, swap = 0, cgroupLimit = Number.POSITIVE_INFINITY }: MemorySample,
  residue: Bytes,
): HeapBounds {
  const heapUsed = Math.max(0, rssAnonymous + swap - residue);
  return { heapUsed, oldLimit: givenLimit(pid) ?? usualLimit(Math.min(totalmem(), cgroupLimit)) };
}

function givenLimit(pid: number): Bytes | undefined {
  const options = nodeOptionsOf(pid).map((option) => option.replaceAll('_', '-').replace(/^--?/, '--'));
  const mebibytes = Number(valueOfOption(options, '--max-old-space-size'));
  return Number.isFinite(mebibytes) && mebibytes > 0 ? mebibytes * 2 ** 20 : undefined;
}

export function usualLimit(memory: Bytes): Bytes {
  return Math.min(memory * shareOfMemory, mostOld[memory >= muchMemory ? 1 : 0]);
}
