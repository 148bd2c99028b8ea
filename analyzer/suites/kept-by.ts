import { isRuntimeFile } from '../../format/place.ts';
import type { KeepingStep, SuiteHolder } from '../../format/suite-report.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { structureOf } from '../heap-summary/structure.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from '../paths/cheapest-path.ts';
import { describeEdge, describeNode } from '../paths/step-names.ts';

const mostSteps = 4;

/**
 * Which reference from outside keeps the scope of a file that is over: the last steps from a root to the first function
 * of the scope. A path as reports show it begins only there, with the module.
 * @param isOfFile whether something was made in the scope of a test file
 */
export function keptBy(
  heap: AgedHeap,
  paths: CheapestPaths,
  node: NodeIndex,
  isOfFile: (node: NodeIndex) => boolean,
): Pick<SuiteHolder, 'keptBy' | 'isHeldFromOutside' | 'isHeldByRuntime'> {
  const isStructure = structureOf(heap);
  const steps: KeepingStep[] = [];
  let isHeldFromOutside = false;
  let isHeldByObject = false;
  let isInside = false;
  let from: NodeIndex = 0;
  for (const edge of paths.to(node) ?? []) {
    const to = heap.graph.edgeTarget(edge);
    if (!isInside && isOfFile(to)) {
      isInside = true;
      isHeldByObject = steps.length > 0;
    }
    const isFunction = heap.graph.type(to) === NodeType.closure;
    const isHidden = isStructure(to) || heap.isBackingStore(to) || heap.graph.type(to) === NodeType.native;
    if (isFunction || !isHidden) {
      const { name, location } = describeNode(heap, to);
      const step = { edge: describeEdge(heap, from, edge), name };
      steps.push(location === undefined ? step : { ...step, place: location });
      if (isFunction && location !== undefined) {
        if (isInside) break;
        isHeldFromOutside ||= !isRuntimeFile(location);
      }
    }
    from = to;
  }
  return {
    ...(steps.length === 0 ? {} : { keptBy: steps.slice(-mostSteps) }),
    ...(isHeldFromOutside ? { isHeldFromOutside } : {}),
    ...(isHeldByObject ? {} : { isHeldByRuntime: true }),
  };
}
