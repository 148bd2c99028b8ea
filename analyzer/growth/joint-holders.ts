import { holderLimits } from '../../judgement/parameters/holders.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import { climberTo, isRoot } from './climb-to-holders.ts';
import { type Clusters, clusterEntries, clustersOf } from './entry-clusters.ts';
import type { EntryHolder } from './entry-holder.ts';
import type { Group, GroupTree } from './groups.ts';
import { inOrderOfUse } from './order-of-holders.ts';

const { leastShare } = holderLimits;
/** A reader looks at the first ones; more of them are handlers and copies of one kind. */
const mostHolders = 8;

/**
 * The persistent objects that hold the entries of these groups together, when no single one dominates them.
 * Entries that reference each other count as one cluster; from each cluster's boundary the climb goes up through
 * retainers that are young or the engine's own until it meets objects older than the first capture.
 */
export function jointHolders(heap: AgedHeap, tree: GroupTree, groups: readonly Group[]): EntryHolder[] {
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

function strongest(
  heap: AgedHeap,
  clusters: Clusters,
  reached: ReadonlyMap<NodeIndex, ReadonlySet<number>>,
): EntryHolder[] {
  const weigh = clusterWeights(clusters);
  const holders = weigh(reached);
  const others = holders.filter(({ node }) => !isScope(heap, node));
  const scopes = holders.filter(({ node }) => isScope(heap, node));
  // A scope that merely mentions the entries is less telling than the collection that keeps them.
  const collections = others.length > 0 ? [] : weigh(collectionsIn(heap, clusters, scopes));
  const telling =
    collections.length > 0 ? inOrderOfUse(heap, collections) : [...inOrderOfUse(heap, others), ...scopes];
  return telling.slice(0, mostHolders);
}

/** Gives those that reach enough of the entries, the one that reaches most first. */
function clusterWeights(
  clusters: Clusters,
): (reached: ReadonlyMap<NodeIndex, ReadonlySet<number>>) => EntryHolder[] {
  const weight = new Map<number, number>();
  for (const cluster of clusters.entryCluster) {
    const root = clusters.find(cluster);
    weight.set(root, (weight.get(root) ?? 0) + 1);
  }
  const total = clusters.entryCluster.length;
  return (reached) => {
    const shares: EntryHolder[] = [];
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
  scopes: readonly EntryHolder[],
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
