import type { Bytes } from '../../format/units.ts';
import { isGlobalName } from '../graph/global-names.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { isCode, scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

const nobody = -1;
const several = -2;
/** On the way to owners: the whole graph of a bundler, for one. */
const above = -3;

/**
 * The bytes of data by the owner that is the fewest references away. What is as near to several, and all that is behind
 * it, belongs to none of them: the graph that every module names, for one.
 */
export function sizesByOwner(
  heap: AgedHeap,
  owners: ReadonlyMap<NodeIndex, number>,
  count: number,
): readonly Bytes[] {
  const { graph, edges } = heap;
  const { firstEdge, edgeTo } = graph.columns;
  const isFollowed = followedEdges(heap);
  const ownerOf = new Int32Array(graph.nodeCount).fill(nobody);
  for (const node of owners.keys()) markAbove(heap, node, ownerOf);
  for (const [node, owner] of owners) ownerOf[node] = owner;
  for (let layer = [...owners.keys()]; layer.length > 0; ) {
    const next: NodeIndex[] = [];
    const isNext = new Set<NodeIndex>();
    for (const node of layer) {
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        const to = edgeTo[edge];
        const known = ownerOf[to];
        if (edges[edge] !== 1 || known === above || !isFollowed(edge)) continue;
        if (known === nobody) {
          ownerOf[to] = ownerOf[node];
          isNext.add(to);
          next.push(to);
        } else if (known !== ownerOf[node] && isNext.has(to)) ownerOf[to] = several;
      }
    }
    layer = next;
  }
  const sizes = new Array<Bytes>(count).fill(0);
  for (let node = 0; node < graph.nodeCount; node++)
    if (ownerOf[node] >= 0) sizes[ownerOf[node]] += graph.selfSize(node);
  return sizes;
}

function markAbove({ tree }: AgedHeap, node: NodeIndex, ownerOf: Int32Array): void {
  for (let at = tree.idom[node]; at >= 0 && ownerOf[at] !== above; at = tree.idom[at]) {
    ownerOf[at] = above;
    if (at === 0) return;
  }
}

/** From data to data: functions, scopes and prototypes lead to the whole program. */
function followedEdges({ graph }: AgedHeap): (edge: number) => boolean {
  const prototype = graph.strings.find('__proto__');
  return (edge) => {
    const kind = graph.edgeType(edge);
    if (kind === EdgeType.property && graph.edgeNameIndex(edge) === prototype) return false;
    const to = graph.edgeTarget(edge);
    const type = graph.type(to);
    if (isCode(type) || type === NodeType.closure || type === NodeType.synthetic) return false;
    if (type !== NodeType.object) return true;
    const name = graph.rawName(to);
    return name !== scopeName && !isGlobalName(name);
  };
}
