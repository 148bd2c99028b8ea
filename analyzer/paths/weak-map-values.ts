import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';

const pair = / \/ part of key .* pair in WeakMap \(table @(\d+)\)$/s;
const named = /^\(value in WeakMap (.+)\)$/;

/** An edge from the living key of a WeakMap to what it is mapped to, as a path shows it. */
export function weakMapEdge(weakMap: string): string {
  return `(value in WeakMap ${weakMap})`;
}

/** The WeakMap that `weakMapEdge` named; undefined for every other edge. */
export function weakMapOf(edge: string): string | undefined {
  return named.exec(edge)?.[1];
}

/** The WeakMap whose entry this edge is, by the id of its table in the edge's name; undefined for other edges. */
export function weakMapBehind(heap: AgedHeap, edge: EdgeIndex): NodeIndex | undefined {
  const { graph, retainers } = heap;
  if (graph.edgeType(edge) !== EdgeType.internal) return undefined;
  const id = pair.exec(String(graph.edgeNameOrIndex(edge)))?.[1];
  const table = id === undefined ? -1 : graph.columns.nodeId.indexOf(Number(id));
  if (table < 0) return undefined;
  for (let k = retainers.first[table]; k < retainers.first[table + 1]; k++) {
    if (graph.edgeNameOrIndex(retainers.edge[k]) === 'table') return retainers.from[k];
  }
  return undefined;
}
