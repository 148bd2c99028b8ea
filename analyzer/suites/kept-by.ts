import { isRuntimeFile } from '../../format/place.ts';
import type { KeepingStep } from '../../format/suite-report.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { structureOf } from '../heap-summary/structure.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from '../paths/cheapest-path.ts';
import { describeEdge, describeNode } from '../paths/step-names.ts';

const mostSteps = 4;

/**
 * Which reference from outside keeps the modules of a file that is over: the last steps from a root to the first function
 * of the project. A path as reports show it begins only there, with the module.
 */
export function keptBy(heap: AgedHeap, paths: CheapestPaths, node: NodeIndex): readonly KeepingStep[] {
  const isStructure = structureOf(heap);
  const steps: KeepingStep[] = [];
  let from: NodeIndex = 0;
  for (const edge of paths.to(node) ?? []) {
    const to = heap.graph.edgeTarget(edge);
    const isFunction = heap.graph.type(to) === NodeType.closure;
    const isHidden = isStructure(to) || heap.isBackingStore(to) || heap.graph.type(to) === NodeType.native;
    if (isFunction || !isHidden) {
      const { name, location } = describeNode(heap, to);
      const step = { edge: describeEdge(heap, from, edge), name };
      steps.push(location === undefined ? step : { ...step, place: location });
      if (isFunction && location !== undefined && isOfProject(location)) break;
    }
    from = to;
  }
  return steps.slice(-mostSteps);
}

function isOfProject(place: string): boolean {
  return !isRuntimeFile(place) && !place.includes('node_modules/');
}
