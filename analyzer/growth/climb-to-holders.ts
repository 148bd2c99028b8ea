import { type AgedHeap, noOrigin } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Clusters } from './entry-clusters.ts';
import type { Group, GroupTree } from './groups.ts';

/** Bounds of the climb from one retainer: beyond them it has left the neighborhood of the entries. */
const climbNodes = 20_000;
const climbHolders = 16;
/** So many new entries are asked whether they are linked to each other. */
const mostAsked = 200;

/** The objects older than the first capture that lead to the entries through this retainer of one. */
export function climberTo(
  heap: AgedHeap,
  tree: GroupTree,
  clusters: Clusters,
  groups: readonly Group[],
): (retainer: NodeIndex) => readonly NodeIndex[] {
  const known = new Map<NodeIndex, readonly NodeIndex[]>();
  const chained = new Set(groups.map((group) => group.index));
  const { first, from } = heap.retainers;
  const entryOrigins = originsOf(heap, clusters.inside);
  const links = linksBetween(heap, groups);
  const passesThrough = (v: NodeIndex): boolean =>
    heap.isBackingStore(v) ||
    heap.birth[v] > 0 ||
    chained.has(tree.groupOf[v]) ||
    tree.nestedIn[v] >= 0 ||
    entryOrigins.has(heap.originOf(v));
  return (retainer) => {
    const before = known.get(retainer);
    if (before !== undefined) return before;
    const holders: NodeIndex[] = [];
    const seen = new Set([retainer]);
    const queue = [retainer];
    for (let i = 0; i < queue.length && i < climbNodes && holders.length <= climbHolders; i++) {
      const v = queue[i];
      if (isRoot(heap, v)) continue;
      if (heap.noise[v] === 1 && heap.graph.columns.nodeType[v] !== NodeType.hidden) continue;
      if (!passesThrough(v) && !links.isLink(v)) {
        holders.push(v);
        continue;
      }
      for (let k = first[v]; k < first[v + 1]; k++) {
        const above = from[k];
        if (clusters.of[above] >= 0 || seen.has(above)) continue;
        seen.add(above);
        queue.push(above);
      }
    }
    known.set(retainer, holders);
    return holders;
  };
}

/**
 * The older links of a list whose new links hold each other in both directions. They are of the same class, and have a
 * property of a name by which new links lead to each other; their hidden class may be another one.
 */
function linksBetween(heap: AgedHeap, groups: readonly Group[]): { isLink(v: NodeIndex): boolean } {
  const { graph } = heap;
  const { edgeName, edgeType, edgeTo, nodeName, nodeType } = graph.columns;
  const properties = new Set<number>();
  const classes = new Set<number>();
  for (const { members } of groups) {
    const young = members.filter((v) => heap.birth[v] > 0 && nodeType[v] === NodeType.object);
    const inGroup = new Set(young);
    for (const v of young.slice(0, mostAsked)) {
      for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
        const to = edgeTo[e];
        if (edgeType[e] !== EdgeType.property || to === v || !inGroup.has(to)) continue;
        if (nodeName[to] !== nodeName[v]) continue;
        properties.add(edgeName[e]);
        classes.add(nodeName[v]);
      }
    }
  }
  return {
    isLink(v) {
      if (!classes.has(nodeName[v]) || nodeType[v] !== NodeType.object) return false;
      for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
        const isNamed = edgeType[e] === EdgeType.property && properties.has(edgeName[e]);
        if (isNamed && nodeName[edgeTo[e]] === nodeName[v]) return true;
      }
      return false;
    },
  };
}

/** What stands in old entries is linked to young ones as their like, not as their holder. */
function originsOf(heap: AgedHeap, inside: readonly NodeIndex[]): Set<NodeIndex> {
  const origins = new Set<NodeIndex>();
  for (const v of inside) origins.add(heap.originOf(v));
  origins.delete(noOrigin);
  return origins;
}

export function isRoot(heap: AgedHeap, v: NodeIndex): boolean {
  return v === 0 || heap.graph.columns.nodeType[v] === NodeType.synthetic;
}
