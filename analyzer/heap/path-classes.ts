import { dominatedChildren } from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { DatableHeap, Dating } from './dating.ts';
import { isHangingBy, Label, labelOfEdge } from './hanging.ts';

/**
 * The weaker way to date objects, for captures whose ids name different objects. A path class is a node's path from
 * the root in the dominator tree, told by edge names and class names alone, so that it means the same in every
 * capture. As 53 bits of a hash: two classes collide once in 10^15 pairs.
 */
export type PathClass = number;

/** How many nodes of each path class a capture has. */
export type PathClassCounts = ReadonlyMap<PathClass, number>;

export function countPathClasses(heap: DatableHeap): PathClassCounts {
  const classes = pathClassesOf(heap);
  const counts = new Map<PathClass, number>();
  for (let i = 0; i < heap.tree.reachable; i++) {
    const pathClass = classes[heap.tree.order[i]];
    counts.set(pathClass, (counts.get(pathClass) ?? 0) + 1);
  }
  return counts;
}

/** Dates a heap whose ids name other objects than those of the earlier captures did. */
export function datingByPathClasses(earlier: readonly PathClassCounts[]): Dating {
  return { isByIds: false, birthsIn: (heap) => datedByPathClasses(heap, earlier) };
}

/**
 * Dates every node by how its path class grew from capture to capture. Which members of a class are the new ones
 * cannot be known; they are alike, so the last ones stand for them. What a new one keeps alive is as new as it is.
 *
 * @param earlier counts of the earlier captures, oldest first
 */
function datedByPathClasses(heap: DatableHeap, earlier: readonly PathClassCounts[]): Uint8Array {
  const { graph, tree } = heap;
  const classes = pathClassesOf(heap);
  const children = dominatedChildren(tree);
  const birth = new Uint8Array(graph.nodeCount);
  let level: NodeIndex[] = [0];
  while (level.length > 0) {
    const members = new Map<PathClass, NodeIndex[]>();
    const next: NodeIndex[] = [];
    // It gets longer meanwhile: the links of a chain are one class, so they are dated together.
    for (const v of level) {
      if (v !== 0) birth[v] = birth[tree.idom[v]];
      const known = members.get(classes[v]);
      if (known === undefined) members.set(classes[v], [v]);
      else known.push(v);
      for (let k = children.first[v]; k < children.first[v + 1]; k++) {
        const child = children.children[k];
        (classes[child] === classes[v] ? level : next).push(child);
      }
    }
    for (const [pathClass, nodes] of members) {
      const before = earlier.map((counts) => counts.get(pathClass) ?? 0);
      dateNewest(birth, nodes, [...before, nodes.length]);
    }
    level = next;
  }
  return birth;
}

/** Gives the last members of a class the intervals in which it grew; a class that ever shrank is not dated. */
function dateNewest(birth: Uint8Array, nodes: readonly NodeIndex[], counts: readonly number[]): void {
  const wanted = counts.map((count, a) => (a === 0 ? 0 : count - counts[a - 1]));
  if (wanted.some((gain) => gain < 0)) return;
  const undated: NodeIndex[] = [];
  for (const v of nodes) {
    if (birth[v] === 0) undated.push(v);
    else wanted[birth[v]]--;
  }
  for (let a = wanted.length - 1; a > 0; a--) {
    for (; wanted[a] > 0 && undated.length > 0; wanted[a]--) birth[undated.pop()!] = a;
  }
}

function pathClassesOf(heap: DatableHeap): Float64Array {
  const { graph, tree, names } = heap;
  const labels = dominatorLabels(heap);
  const hashes = new Hashes();
  // A record within a record, and a dictionary within a dictionary, are no links of a chain.
  const namesOfMany = new Set([0, hashes.of('[]'), hashes.of('[key]')]);
  const low = new Uint32Array(graph.nodeCount);
  const high = new Uint32Array(graph.nodeCount);
  const classes = new Float64Array(graph.nodeCount);
  for (let i = 1; i < tree.reachable; i++) {
    const v = tree.order[i];
    const above = tree.idom[v];
    const cls = hashes.of(names.className(v));
    const isLink =
      isChained(graph.type(v)) &&
      names.className(above) === names.className(v) &&
      labels[v] === labels[above] &&
      !namesOfMany.has(labels[v]);
    // The links of a chain are one class, however long it is.
    low[v] = isLink ? low[above] : mix(mix(low[above], labels[v]), cls);
    high[v] = isLink ? high[above] : mix(mix(high[above] ^ 0x5bd1e995, cls), labels[v]);
    classes[v] = (high[v] & 0x1fffff) * 2 ** 32 + low[v];
  }
  return classes;
}

/** Objects are chained as linked lists, strings as ropes. */
function isChained(type: number): boolean {
  return type === NodeType.object || type === NodeType.consString;
}

/** A hash of how each node hangs on its dominator; 0 if several hold it together. */
function dominatorLabels(heap: DatableHeap): Uint32Array {
  const { graph } = heap;
  const { firstEdge, edgeTo, nodeCount } = graph.columns;
  const labels = new Uint32Array(nodeCount);
  const hashes = new Hashes();
  for (let v = 0; v < nodeCount; v++) {
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      const to = edgeTo[e];
      if (labels[to] === 0 && isHangingBy(heap, v, e)) labels[to] = hashes.of(labelInWords(graph, v, e));
    }
  }
  return labels;
}

/** In words, because numbers of names differ from capture to capture. */
function labelInWords(graph: HeapGraph, from: NodeIndex, edge: EdgeIndex): string {
  switch (labelOfEdge(graph, from, edge)) {
    case Label.element:
      return '[]';
    case Label.anyName:
      return '[key]';
    default:
      return `${graph.edgeTypeName(edge)} ${graph.edgeNameOrIndex(edge)}`;
  }
}

/** FNV-1a over UTF-16 units, remembered by text; never 0. */
class Hashes {
  readonly #known = new Map<string, number>();

  of(text: string): number {
    let hash = this.#known.get(text);
    if (hash === undefined) {
      hash = 0x811c9dc5;
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
      hash = hash >>> 0 || 1;
      this.#known.set(text, hash);
    }
    return hash;
  }
}

function mix(a: number, b: number): number {
  const h = Math.imul(a ^ (b + 0x9e3779b9), 0x85ebca6b);
  return Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
}
