import { runtimeLimits } from '../../judgement/parameters/runtime-limits.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import { urlOfAnyClosureIn } from '../paths/module-scope.ts';

/** Buffers in variables of Node's own modules that Node limits, by module and variable. */
const limited: ReadonlyMap<string, number> = new Map([
  ['node:internal/perf/observe resourceTimingBuffer', runtimeLimits.resourceTimings],
]);

/** How many entries the runtime lets a container have; undefined if it does not limit it. */
export function limitOfRuntime(heap: AgedHeap, container: NodeIndex): number | undefined {
  const { graph, retainers } = heap;
  for (let k = retainers.first[container]; k < retainers.first[container + 1]; k++) {
    if (graph.edgeType(retainers.edge[k]) !== EdgeType.context) continue;
    const limit = limited.get(
      `${urlOfAnyClosureIn(heap, retainers.from[k])} ${graph.edgeNameOrIndex(retainers.edge[k])}`,
    );
    if (limit !== undefined) return limit;
  }
  return undefined;
}
