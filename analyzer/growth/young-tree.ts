import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** How a node hangs on its dominator, small numbers first; every other label is a named edge. */
export const Label = {
  /** No direct edge: several others hold it together. */
  jointly: 0,
  element: 1,
  hidden: 2,
  /** One of many names in an object used as a dictionary. */
  anyName: 3,
  /** The next link of a chain: an object of the same class. */
  link: 4,
} as const;
const firstNamedLabel = 8;
/** More children of one class than this under one parent, and their names are data. */
const dictionaryFrom = 12;

/**
 * The part of the dominator tree that holds anything born after the first capture, in columns of its own.
 * Position 0 is the root; a parent stands before its children. `label` and `cls` are numbers that are equal
 * when two nodes hang on their parents in the same way and are of the same class.
 */
export interface YoungTree {
  readonly count: number;
  readonly node: Uint32Array;
  readonly parent: Int32Array;
  readonly label: Uint32Array;
  readonly cls: Uint32Array;
}

export function growYoungTree(heap: AgedHeap): YoungTree {
  const holdsYoung = marksOfYoung(heap);
  const { children } = heap;
  let count = 0;
  for (let i = 0; i < heap.tree.reachable; i++) if (holdsYoung[heap.tree.order[i]] === 1) count++;
  if (holdsYoung[0] === 0) count = 1;

  const node = new Uint32Array(count);
  const parent = new Int32Array(count).fill(-1);
  const label = new Uint32Array(count);
  const cls = new Uint32Array(count);
  const classes = new Classes(heap);
  const labels = new Labels(heap, classes);
  cls[0] = classes.of(0);
  let filled = 1;
  for (let at = 0; at < filled; at++) {
    const v = node[at];
    const from = children.first[v];
    const to = children.first[v + 1];
    if (from === to) continue;
    labels.open(v, to - from);
    for (let k = from; k < to; k++) {
      const child = children.children[k];
      if (holdsYoung[child] === 0) continue;
      node[filled] = child;
      parent[filled] = at;
      cls[filled] = classes.of(child);
      label[filled] = labels.of(child);
      filled++;
    }
  }
  return { count: filled, node, parent, label, cls };
}

/** 1 where a node's dominated subtree has a node that was born after the first capture. */
function marksOfYoung(heap: AgedHeap): Uint8Array {
  const { tree, birth } = heap;
  const marks = new Uint8Array(birth.length);
  for (let i = tree.reachable - 1; i > 0; i--) {
    const v = tree.order[i];
    if (birth[v] > 0) marks[v] = 1;
    if (marks[v] === 1) marks[tree.idom[v]] = 1;
  }
  return marks;
}

/**
 * The class of a node within one snapshot, as a small number: type and constructor name; for closures the function
 * they were made from, for scopes their scope info; all strings are alike.
 */
class Classes {
  readonly #heap: AgedHeap;
  readonly #numbers = new Map<number, number>();
  readonly #shared: number;
  readonly #scopeInfo: number;
  readonly #contextName: number;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
    const { strings } = heap.graph.columns;
    this.#shared = strings.find('shared');
    this.#scopeInfo = strings.find('scope_info');
    this.#contextName = strings.find('system / Context');
  }

  of(v: NodeIndex): number {
    const key = this.#key(v);
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.#numbers.size + 1;
      this.#numbers.set(key, number);
    }
    return number;
  }

  #key(v: NodeIndex): number {
    const { nodeType, nodeName } = this.#heap.graph.columns;
    const type = nodeType[v];
    const kind = (n: number, rest: number) => n * 2 ** 32 + rest;
    switch (type) {
      case NodeType.string:
      case NodeType.consString:
      case NodeType.slicedString:
        return kind(100, 0);
      case NodeType.number:
        return kind(101, 0);
      case NodeType.closure:
        return kind(102, this.#internalTarget(v, this.#shared));
      case NodeType.object:
        if (nodeName[v] === this.#contextName) return kind(103, this.#internalTarget(v, this.#scopeInfo));
    }
    return kind(type, nodeName[v]);
  }

  #internalTarget(v: NodeIndex, name: number): number {
    const { firstEdge, edgeType, edgeName, edgeTo } = this.#heap.graph.columns;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (edgeType[e] === EdgeType.internal && edgeName[e] === name) return edgeTo[e];
    }
    return 0;
  }
}

/** How the children of one parent hang on it. `open` the parent, then ask for its children. */
class Labels {
  readonly #heap: AgedHeap;
  readonly #classes: Classes;
  readonly #numbers = new Map<number, number>();
  readonly #edgeOf = new Map<NodeIndex, number>();
  readonly #namesOfClass = new Map<number, number>();
  readonly #contextName: number;
  readonly #plainName: number;
  #parent = 0;

  constructor(heap: AgedHeap, classes: Classes) {
    this.#heap = heap;
    this.#classes = classes;
    const { strings } = heap.graph.columns;
    this.#contextName = strings.find('system / Context');
    this.#plainName = strings.find('Object');
  }

  open(parent: NodeIndex, children: number): void {
    this.#parent = parent;
    this.#edgeOf.clear();
    this.#namesOfClass.clear();
    const { tree, edges, graph } = this.#heap;
    const { firstEdge, edgeTo } = graph.columns;
    for (let e = firstEdge[parent]; e < firstEdge[parent + 1]; e++) {
      const to = edgeTo[e];
      if (edges[e] === 0 || tree.idom[to] !== parent || this.#edgeOf.has(to)) continue;
      this.#edgeOf.set(to, e);
    }
    if (children <= dictionaryFrom) return;
    for (const child of this.#edgeOf.keys()) {
      const cls = this.#classes.of(child);
      this.#namesOfClass.set(cls, (this.#namesOfClass.get(cls) ?? 0) + 1);
    }
  }

  of(child: NodeIndex): number {
    const edge = this.#edgeOf.get(child);
    if (edge === undefined) return Label.jointly;
    const { nodeType, edgeType, edgeName } = this.#heap.graph.columns;
    const type = edgeType[edge];
    const childClass = this.#classes.of(child);
    if (type === EdgeType.element) return Label.element;
    if (nodeType[this.#parent] === NodeType.array)
      return type === EdgeType.hidden ? Label.hidden : Label.element;
    const isData = type !== EdgeType.context && (this.#namesOfClass.get(childClass) ?? 0) > dictionaryFrom;
    if (isData) return Label.anyName;
    if (this.#isLink(child)) return Label.link;
    if (type === EdgeType.hidden) return Label.hidden;
    return this.#named(type * 2 ** 32 + edgeName[edge]);
  }

  /** Plain objects within plain objects are records of whatever shape: only their edges tell them apart. */
  #isLink(child: NodeIndex): boolean {
    const { nodeType, nodeName } = this.#heap.graph.columns;
    if (nodeType[child] !== NodeType.object || nodeName[child] === this.#contextName) return false;
    return nodeName[child] !== this.#plainName && this.#classes.of(this.#parent) === this.#classes.of(child);
  }

  #named(key: number): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = firstNamedLabel + this.#numbers.size;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
