import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, type StringIndex } from '../parse/snapshot-columns.ts';

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

/** The WeakMaps of a heap, by what the names of edges say of them. */
export class WeakMaps {
  readonly #heap: AgedHeap;
  #byTable: ReadonlyMap<number, NodeIndex> | undefined;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
  }

  /** The WeakMap whose entry this edge is, by the id of its table in the edge's name; undefined for other edges. */
  behind(edge: EdgeIndex): NodeIndex | undefined {
    const { graph } = this.#heap;
    if (graph.edgeType(edge) !== EdgeType.internal) return undefined;
    const id = pair.exec(String(graph.edgeNameOrIndex(edge)))?.[1];
    if (id === undefined) return undefined;
    this.#byTable ??= ownersOfTables(this.#heap);
    return this.#byTable.get(Number(id));
  }
}

/** All in one pass: a chain of values asks for a table at each link. */
function ownersOfTables({ graph }: AgedHeap): ReadonlyMap<number, NodeIndex> {
  const { firstEdge, edgeType, edgeName, edgeTo, nodeId, nodeCount } = graph.columns;
  const owners = new Map<number, NodeIndex>();
  const isTable = new Map<StringIndex, boolean>();
  for (let node = 0; node < nodeCount; node++) {
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeType[edge] !== EdgeType.internal) continue;
      const name = edgeName[edge];
      if (!isTable.has(name)) isTable.set(name, graph.strings.get(name) === 'table');
      if (isTable.get(name)) owners.set(nodeId[edgeTo[edge]], node);
    }
  }
  return owners;
}
