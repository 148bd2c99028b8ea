// By name, a Bun that has no GCProfiler would load none of what imports this.
import v8 from 'node:v8';
import type { Bytes } from '../../format/units.ts';

/**
 * What this thread allocates in its heap while the work is done: by how much the heap is larger at the end, and all that
 * collections freed meanwhile. V8 tells what each of them freed.
 */
export async function allocatedBytes(work: () => Promise<unknown>): Promise<Bytes> {
  const profiler = new v8.GCProfiler();
  profiler.start();
  const before = process.memoryUsage().heapUsed;
  let after: Bytes;
  try {
    await work();
  } finally {
    after = process.memoryUsage().heapUsed;
  }
  const freed = profiler
    .stop()
    .statistics.map(
      ({ beforeGC, afterGC }) => beforeGC.heapStatistics.usedHeapSize - afterGC.heapStatistics.usedHeapSize,
    );
  return after - before + freed.reduce((sum, bytes) => sum + bytes, 0);
}
