import { runtimeLimits } from '../../judgement/parameters/runtime-limits.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import { urlOfAnyClosureIn } from '../paths/module-scope.ts';

interface LimitedBuffer {
  readonly module: string;
  readonly limit: number;
}

/** Buffers that Node limits, by the variable of Node's module that has each. */
const limited: ReadonlyMap<string | number, LimitedBuffer> = new Map([
  ['resourceTimingBuffer', { module: 'node:internal/perf/observe', limit: runtimeLimits.resourceTimings }],
]);

/** How many entries the runtime lets a container have; undefined if it does not limit it. */
export function limitOfRuntime(heap: AgedHeap, container: NodeIndex): number | undefined {
  const { graph, retainers } = heap;
  for (let k = retainers.first[container]; k < retainers.first[container + 1]; k++) {
    const edge = retainers.edge[k];
    const buffer =
      graph.edgeType(edge) === EdgeType.context ? limited.get(graph.edgeNameOrIndex(edge)) : undefined;
    if (buffer !== undefined && urlOfAnyClosureIn(heap, retainers.from[k]) === buffer.module)
      return buffer.limit;
  }
  return undefined;
}
