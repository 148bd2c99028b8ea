import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** The URL of the module whose record this node is: Node's ModuleWrap (ES modules) or Module (CommonJS). */
export function wrappedModule(heap: AgedHeap, v: NodeIndex): string | undefined {
  const { graph } = heap;
  if (graph.columns.nodeType[v] !== NodeType.object) return undefined;
  const name = graph.rawName(v);
  if (name === 'ModuleWrap') return stringProperty(heap, v, 'url');
  if (name === 'Module') return stringProperty(heap, v, 'filename') ?? stringProperty(heap, v, 'id');
  return undefined;
}

/**
 * The URL of the module whose top-level scope `to` is, when it is reached from a closure `from` that was written in
 * that module. A scope is top-level when the scope around it is the engine's own.
 */
export function moduleOfScope(heap: AgedHeap, from: NodeIndex, to: NodeIndex): string | undefined {
  if (heap.graph.rawName(to) !== scopeName || !isTopLevelScope(heap, to)) return undefined;
  const url = urlOfClosure(heap, from) ?? urlOfAnyClosureIn(heap, to);
  return url ?? heap.engine.unnamedModule;
}

function urlOfClosure(heap: AgedHeap, v: NodeIndex): string | undefined {
  if (heap.graph.columns.nodeType[v] !== NodeType.closure) return undefined;
  return heap.names.location(v)?.url;
}

/** A scope reached from an inner scope or a generator: any function that closes over it knows the file. */
export function urlOfAnyClosureIn(heap: AgedHeap, scope: NodeIndex): string | undefined {
  const { first, from } = heap.retainers;
  for (let k = first[scope]; k < first[scope + 1]; k++) {
    const url = urlOfClosure(heap, from[k]);
    if (url !== undefined) return url;
  }
  return undefined;
}

/** A scope is a module's own when the scope around it is the engine's. */
export function isTopLevelScope(heap: AgedHeap, scope: NodeIndex): boolean {
  const { graph } = heap;
  for (let e = graph.firstEdge(scope); e < graph.endEdge(scope); e++) {
    if (graph.edgeType(e) !== EdgeType.internal || graph.edgeNameOrIndex(e) !== 'previous') continue;
    return graph.rawName(graph.edgeTarget(e)) !== scopeName;
  }
  return true;
}

function stringProperty(heap: AgedHeap, v: NodeIndex, property: string): string | undefined {
  const { graph } = heap;
  for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
    if (graph.edgeType(e) !== EdgeType.property || graph.edgeNameOrIndex(e) !== property) continue;
    const target = graph.edgeTarget(e);
    if (graph.columns.nodeType[target] === NodeType.string) return graph.rawName(target) || undefined;
  }
  return undefined;
}
