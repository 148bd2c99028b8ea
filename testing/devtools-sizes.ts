import type { HeapGraph } from '../analyzer/graph/heap-graph.ts';
import { EdgeType, type NodeIndex, NodeType } from '../analyzer/parse/snapshot-columns.ts';

const nobody = -1;
const several = -2;

/**
 * Bytes by node as DevTools shows them ("shallow size", `calculateShallowSizes` in its HeapSnapshot.ts): hidden nodes
 * and internal arrays reached from one owner only are counted as part of that owner, and have no size themselves.
 */
export function devtoolsSelfSizes(graph: HeapGraph): Float64Array {
  const sizes = new Float64Array(graph.nodeCount);
  for (let node = 0; node < graph.nodeCount; node++) sizes[node] = graph.selfSize(node);
  if (hasUserRoots(graph)) moveToOwners(graph, sizes);
  return sizes;
}

/** A snapshot taken with `exposeInternals` has none, and is shown as it is. */
function hasUserRoots(graph: HeapGraph): boolean {
  for (let edge = graph.firstEdge(0); edge < graph.endEdge(0); edge++) {
    if (graph.type(graph.edgeTarget(edge)) !== NodeType.synthetic) return true;
  }
  return false;
}

function moveToOwners(graph: HeapGraph, sizes: Float64Array): void {
  const owners = findOwners(graph);
  const own = sizes.slice();
  for (let node = 0; node < graph.nodeCount; node++) {
    const owner = owners[node];
    if (owner < 0 || owner === node || owner === 0 || graph.type(owner) === NodeType.synthetic) continue;
    sizes[node] -= own[node];
    sizes[owner] += own[node];
  }
}

/** The one node that reaches a hidden node or array without passing a node of another type; others own themselves. */
function findOwners(graph: HeapGraph): Int32Array {
  const { nodeType, edgeType, edgeTo, firstEdge } = graph.columns;
  const owners = new Int32Array(graph.nodeCount);
  const waiting: NodeIndex[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    const canBeOwned = nodeType[node] === NodeType.hidden || nodeType[node] === NodeType.array;
    owners[node] = canBeOwned ? nobody : node;
    if (!canBeOwned) waiting.push(node);
  }
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const owner = owners[node];
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      const target = edgeTo[edge];
      const known = owners[target];
      if (edgeType[edge] === EdgeType.weak || known === target || known === owner || known === several)
        continue;
      owners[target] = known === nobody ? owner : several;
      waiting.push(target);
    }
  }
  return owners;
}
