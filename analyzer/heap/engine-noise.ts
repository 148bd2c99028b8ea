import type { DominatorTree } from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { isCode } from '../parse/node-kinds.ts';
import { NodeType } from '../parse/snapshot-columns.ts';

/**
 * Hidden nodes of V8 that describe code and shapes. They grow while functions get hot and classes are first used,
 * which is warm-up and never a leak of the program.
 */
const engineBookkeeping =
  /Template|CallHandlerInfo|Accessor|PropertyCell|Map$|PrototypeInfo|TransitionArray|Feedback|ScopeInfo|Script$|SharedFunctionInfo|WeakArrayList|WeakFixedArray|AllocationSite|ClassPositions|Bytecode|InterceptorInfo|PreparseData|Boilerplate|Handler|EnumCache|DescriptorArray|NativeContext|InterpreterData|UncompiledData/;

/** Whether a hidden node of this name is the engine's own bookkeeping. */
export function isBookkeepingName(name: string): boolean {
  return engineBookkeeping.test(name);
}

/**
 * Marks (1) the nodes whose bytes say nothing about the program's data: code, object shapes, inline caches, and what
 * they alone keep alive. Objects, closures and regular expressions below them are data again.
 */
export function engineNoise(graph: HeapGraph, tree: DominatorTree): Uint8Array {
  const { nodeType, nodeName, nodeCount, strings } = graph.columns;
  const noise = new Uint8Array(nodeCount);
  const bookkeepingNames = new Map<number, boolean>();
  const isBookkeeping = (name: number): boolean => {
    let known = bookkeepingNames.get(name);
    if (known === undefined) {
      known = isBookkeepingName(strings.get(name));
      bookkeepingNames.set(name, known);
    }
    return known;
  };
  for (let i = 0; i < tree.reachable; i++) {
    const v = tree.order[i];
    const type = nodeType[v];
    if (isCode(type)) noise[v] = 1;
    else if (type === NodeType.hidden && isBookkeeping(nodeName[v])) noise[v] = 1;
    else if (noise[tree.idom[v]] === 1 && !startsData(type)) noise[v] = 1;
  }
  return noise;
}

function startsData(type: number): boolean {
  return type === NodeType.object || type === NodeType.closure || type === NodeType.regexp;
}
