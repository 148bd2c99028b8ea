import type { Bytes } from '../../format/units.ts';
import { isGlobalName } from '../graph/global-names.ts';
import { isCode, scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Inventory } from './open-inventory.ts';

export interface SharedMemory {
  readonly objects: number;
  readonly bytes: Bytes;
}

/**
 * What an object leads to that is not freed with it, because others hold it too: data one step outside what it
 * retains, with what that retains. Functions, scopes and prototypes are left out: they lead to the whole program.
 */
export function sharedBelow({ heap, retained }: Inventory, top: NodeIndex): SharedMemory {
  const { graph, edges, children, tree } = heap;
  const { firstEdge, edgeTo } = graph.columns;
  const prototype = graph.strings.find('__proto__');
  const inside = new Set([top]);
  for (const node of inside) {
    for (let at = children.first[node]; at < children.first[node + 1]; at++)
      inside.add(children.children[at]);
  }
  const outside = new Set<NodeIndex>();
  for (const node of inside) {
    if (!isData(node)) continue;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const to = edgeTo[edge];
      const isPrototype =
        graph.edgeType(edge) === EdgeType.property && graph.edgeNameIndex(edge) === prototype;
      if (edges[edge] === 1 && !isPrototype && isData(to) && !inside.has(to)) outside.add(to);
    }
  }
  let bytes = 0;
  for (const node of outside) if (!isWithin(node)) bytes += retained[node];
  return { objects: outside.size, bytes };

  function isData(node: NodeIndex): boolean {
    const type = graph.type(node);
    if (heap.noise[node] === 1 || isCode(type) || type === NodeType.closure || type === NodeType.synthetic)
      return false;
    if (type === NodeType.hidden) return false;
    return (
      type !== NodeType.object || !(graph.rawName(node) === scopeName || isGlobalName(graph.rawName(node)))
    );
  }

  /** Counted already, with one that retains it. */
  function isWithin(node: NodeIndex): boolean {
    let at = tree.idom[node];
    while (at > 0 && !outside.has(at)) at = tree.idom[at];
    return at > 0;
  }
}
