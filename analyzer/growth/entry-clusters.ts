import type { AgedHeap } from '../heap/aged-heap.ts';
import type { Entry } from '../heap/container-entries.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Group } from './groups.ts';

/** Entries that reference each other, with what they dominate. */
export interface Clusters {
  /** Cluster number of a node, -1 outside. Numbers are merged: ask `find`. */
  readonly of: Int32Array;
  readonly inside: readonly NodeIndex[];
  readonly entryCluster: readonly number[];
  find(cluster: number): number;
}

export function clusterEntries(heap: AgedHeap, groups: readonly Group[]): Clusters {
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
      const neighbor = of[from[k]];
      if (neighbor >= 0) parents[find(neighbor)] = find(of[v]);
    }
  }
  return { of, inside, entryCluster, find };
}

/** Everything below an entry belongs to its cluster, and is added in preorder. */
function addDominated(heap: AgedHeap, of: Int32Array, inside: NodeIndex[]): void {
  const { order, reachable, number } = heap.tree;
  const { first, children } = heap.children;
  const isAdded = new Uint8Array(reachable);
  const stack = [...inside];
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    for (let k = first[v]; k < first[v + 1]; k++) {
      const child = children[k];
      if (of[child] >= 0) continue;
      of[child] = of[v];
      isAdded[number[child]] = 1;
      stack.push(child);
    }
  }
  for (let i = 1; i < reachable; i++) if (isAdded[i] === 1) inside.push(order[i]);
}

export function clustersOf(clusters: Clusters, entries: readonly Entry[]): Set<number> {
  const found = new Set<number>();
  for (const { key, value } of entries) {
    for (const v of [key, value]) {
      if (v !== undefined && clusters.of[v] >= 0) found.add(clusters.find(clusters.of[v]));
    }
  }
  return found;
}
