import type { HeapGraph } from '../graph/heap-graph.ts';
import { internalTarget } from '../graph/internal-target.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/**
 * The names of an object's own properties. Those that hold small integers have no edge in a snapshot, so the
 * object's shape is read as well; a shape shares its list of names with its descendants, so a name may be one
 * that only a sibling has.
 */
export function propertyNames(graph: HeapGraph, object: NodeIndex): Set<string> {
  const names = new Set<string>();
  for (let e = graph.firstEdge(object); e < graph.endEdge(object); e++) {
    if (graph.edgeType(e) === EdgeType.property) names.add(String(graph.edgeNameOrIndex(e)));
  }
  const shape = internalTarget(graph, object, 'map');
  const descriptors = shape === undefined ? undefined : internalTarget(graph, shape, 'descriptors');
  if (descriptors === undefined) return names;
  for (let e = graph.firstEdge(descriptors); e < graph.endEdge(descriptors); e++) {
    const v = graph.edgeTarget(e);
    if (graph.type(v) === NodeType.string) names.add(graph.rawName(v));
  }
  return names;
}
