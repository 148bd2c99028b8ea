import type { Bytes } from '../../../format/units.ts';
import { host } from '../../host/this-host.ts';
import type { ClassifiedMapping } from '../../mappings/classify-mappings.ts';
import { readMappings } from '../../mappings/read-mappings.ts';
import type { TargetProcess } from '../../target/target-process.ts';
import { type CaptureCost, estimateCost } from './capture-cost.ts';

/** What of resident memory may be the heap of a runtime. Bun keeps its heap in what its allocator has. */
const partsOfHeap = {
  node: ['heap'],
  deno: ['heap'],
  bun: ['heap', 'mallocArenas', 'mallocBlocks'],
} as const;
/** What an empty Node or Bun takes of resident memory: none of it is objects of the program. */
const ofRuntime: Bytes = 40 << 20;
const leastHeap: Bytes = 4 << 20;

/** What a snapshot may cost, seen from outside, before anything touches the process. */
export interface ForeseenCost {
  readonly cost: CaptureCost;
  /** How large its heap may be. */
  readonly heap: Bytes;
}

/**
 * Garbage and room for new objects count as heap: from outside they look the same. Long arrays do not: the guard asks the
 * process about them before each snapshot.
 */
export async function foreseenCost(
  { pid, runtime, rss }: Pick<TargetProcess, 'pid' | 'runtime' | 'rss'>,
  values = false,
): Promise<ForeseenCost> {
  const mappings = host.kernel && (await readMappings(pid, runtime === 'bun' ? 'jsc' : 'v8'));
  const size = mappings === undefined ? (rss ?? 0) - ofRuntime : residentHeap(mappings, runtime);
  const heap = Math.max(leastHeap, size);
  const now = { at: Date.now(), ...(rss === undefined ? {} : { rss }) };
  return { heap, cost: estimateCost(now, { size: heap, large: 0 }, { runtime, values }) };
}

function residentHeap(mappings: readonly ClassifiedMapping[], runtime: keyof typeof partsOfHeap): Bytes {
  const parts: readonly string[] = partsOfHeap[runtime];
  return mappings.reduce((sum, { part, resident }) => (parts.includes(part) ? sum + resident : sum), 0);
}
