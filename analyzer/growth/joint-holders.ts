import { type AgedHeap, noOrigin } from '../heap/aged-heap.ts';
import { type Entry, entriesOf } from '../heap/container-entries.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Group, GroupTree } from './groups.ts';

/** A holder counts from this share of the entries on. */
export const leastShare = 0.5;
const mostHolders = 8;
/** Bounds of the climb from one retainer: beyond them it has left the neighbourhood of the entries. */
const climbNodes = 20_000;
const climbHolders = 16;
/** So many new entries are asked whether they are linked to each other. */
const mostAsked = 200;

export interface JointHolder {
  readonly node: NodeIndex;
  /** The share of the entries that it reaches, 0 to 1. */
  readonly share: number;
}

/**
 * The persistent objects that hold the entries of these groups together, when no single one dominates them.
 * Entries that reference each other count as one cluster; from each cluster's boundary the climb goes up through
 * retainers that are young or the engine's own until it meets objects older than the first capture.
 */
export function jointHolders(heap: AgedHeap, tree: GroupTree, groups: readonly Group[]): JointHolder[] {
  const clusters = clusterEntries(heap, groups);
  const reached = new Map<NodeIndex, Set<number>>();
  const climb = climberTo(heap, tree, clusters, groups);
  const { first, from } = heap.retainers;
  for (const v of clusters.inside) {
    const cluster = clusters.find(clusters.of[v]);
    for (let k = first[v]; k < first[v + 1]; k++) {
      const retainer = from[k];
      if (clusters.of[retainer] >= 0 || isRoot(heap, retainer)) continue;
      for (const holder of climb(retainer)) {
        const known = reached.get(holder);
        if (known === undefined) reached.set(holder, new Set([cluster]));
        else known.add(cluster);
      }
    }
  }
  return strongest(heap, clusters, reached);
}

interface Clusters {
  /** Cluster number of a node, -1 outside. Numbers are merged: ask `find`. */
  readonly of: Int32Array;
  readonly inside: readonly NodeIndex[];
  readonly entryCluster: readonly number[];
  find(cluster: number): number;
}

function clusterEntries(heap: AgedHeap, groups: readonly Group[]): Clusters {
  const { first, from } = heap.retainers;
  const of = new Int32Array(heap.graph.nodeCount).fill(-1);
  const parents: number[] = [];
  const find = (cluster: number): number => {
    let root = cluster;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]];
      root = parents[root];
    }
    return root;
  };
  const inside: NodeIndex[] = [];
  const entryCluster: number[] = [];
  for (const group of groups) {
    for (const v of group.members) {
      if (heap.birth[v] === 0 || of[v] >= 0) continue;
      of[v] = parents.length;
      parents.push(of[v]);
      entryCluster.push(of[v]);
      inside.push(v);
    }
  }
  addDominated(heap, of, inside);
  for (const v of inside) {
    for (let k = first[v]; k < first[v + 1]; k++) {
      const neighbour = of[from[k]];
      if (neighbour >= 0) parents[find(neighbour)] = find(of[v]);
    }
  }
  return { of, inside, entryCluster, find };
}

/** Everything below an entry belongs to its cluster. Dominators come before what they dominate. */
function addDominated(heap: AgedHeap, of: Int32Array, inside: NodeIndex[]): void {
  const { order, reachable, idom } = heap.tree;
  for (let i = 1; i < reachable; i++) {
    const v = order[i];
    if (of[v] >= 0 || of[idom[v]] < 0) continue;
    of[v] = of[idom[v]];
    inside.push(v);
  }
}

function climberTo(
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

function isRoot(heap: AgedHeap, v: NodeIndex): boolean {
  return v === 0 || heap.graph.columns.nodeType[v] === NodeType.synthetic;
}

function strongest(
  heap: AgedHeap,
  clusters: Clusters,
  reached: ReadonlyMap<NodeIndex, ReadonlySet<number>>,
): JointHolder[] {
  const weigh = clusterWeights(clusters);
  const holders = weigh(reached);
  const others = holders.filter(({ node }) => !isScope(heap, node));
  const scopes = holders.filter(({ node }) => isScope(heap, node));
  // A scope that merely mentions the entries is less telling than the collection that keeps them.
  const collections = others.length > 0 ? [] : weigh(collectionsIn(heap, clusters, scopes));
  const telling = collections.length > 0 ? collections : [...others, ...scopes];
  return telling.slice(0, mostHolders);
}

/** Gives those that reach enough of the entries, the one that reaches most first. */
function clusterWeights(
  clusters: Clusters,
): (reached: ReadonlyMap<NodeIndex, ReadonlySet<number>>) => JointHolder[] {
  const weight = new Map<number, number>();
  for (const cluster of clusters.entryCluster) {
    const root = clusters.find(cluster);
    weight.set(root, (weight.get(root) ?? 0) + 1);
  }
  const total = clusters.entryCluster.length;
  return (reached) => {
    const shares: JointHolder[] = [];
    for (const [node, held] of reached) {
      let entries = 0;
      for (const cluster of held) entries += weight.get(cluster) ?? 0;
      if (entries >= leastShare * total) shares.push({ node, share: entries / total });
    }
    return shares.sort((a, b) => b.share - a.share);
  };
}

function isScope(heap: AgedHeap, v: NodeIndex): boolean {
  return heap.names.className(v) === 'Context';
}

/** The collections in variables of these scopes with the entries they have, the largest first: also copies made lately. */
function collectionsIn(
  heap: AgedHeap,
  clusters: Clusters,
  scopes: readonly JointHolder[],
): Map<NodeIndex, Set<number>> {
  const collections = scopes
    .flatMap(({ node }) => variablesOf(heap, node))
    .map((node) => ({ node, entries: entriesOf(heap, node) ?? [] }))
    .sort((a, b) => b.entries.length - a.entries.length);
  return new Map(collections.map(({ node, entries }) => [node, clustersOf(clusters, entries)]));
}

function variablesOf({ graph }: AgedHeap, scope: NodeIndex): NodeIndex[] {
  const found: NodeIndex[] = [];
  for (let e = graph.firstEdge(scope); e < graph.endEdge(scope); e++) {
    if (graph.edgeType(e) === EdgeType.context) found.push(graph.edgeTarget(e));
  }
  return found;
}

function clustersOf(clusters: Clusters, entries: readonly Entry[]): Set<number> {
  const found = new Set<number>();
  for (const { key, value } of entries) {
    for (const v of [key, value]) {
      if (v !== undefined && clusters.of[v] >= 0) found.add(clusters.find(clusters.of[v]));
    }
  }
  return found;
}
