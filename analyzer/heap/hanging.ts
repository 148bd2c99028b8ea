import { areNamedByData, isKeyOfDictionary } from '../graph/dictionaries.ts';
import type { DominatorTree } from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { isString, scopeName } from '../parse/node-kinds.ts';
import {
  type EdgeIndex,
  EdgeType,
  edgeIsIndexed,
  type NodeIndex,
  NodeType,
} from '../parse/snapshot-columns.ts';

/**
 * How a node hangs on its dominator. All who sort nodes by their way down the dominator tree mean the same by these:
 * grouping, dating by paths, the census of paths.
 */
export const Label = {
  /** No direct edge: several others hold it together. */
  jointly: 0,
  /** One of many places: an element of an array, a word of a store. */
  element: 1,
  /** An edge that the engine gave a number and no name. */
  hidden: 2,
  /** One of many names in an object used as a dictionary. */
  anyName: 3,
  /** The next link of a chain: an object of the same class. */
  link: 4,
  /** An edge with a name of its own: this and all larger numbers. */
  named: 8,
} as const;

/** Of a graph with the dominators that its counting edges make. */
export interface HangingNodes {
  readonly graph: HeapGraph;
  readonly tree: DominatorTree;
  /** 1 for each edge that counts. */
  readonly edges: Uint8Array;
}

/** Whether a node hangs on what dominates it by this edge: of several such, the first one counts. */
export function isHangingBy({ graph, tree, edges }: HangingNodes, from: NodeIndex, edge: EdgeIndex): boolean {
  return edges[edge] === 1 && tree.idom[graph.columns.edgeTo[edge]] === from;
}

/** How its target hangs on a node, as far as the edge alone tells: the same in every capture of the same heap. */
export function labelOfEdge(graph: HeapGraph, from: NodeIndex, edge: EdgeIndex): number {
  if (edgeIsIndexed(graph.edgeType(edge)) || graph.type(from) === NodeType.array) return Label.element;
  return isKeyOfDictionary(graph, from, edge) ? Label.anyName : Label.named;
}

/** Beside the types of nodes. */
const Kind = { string: 28, number: 29, closure: 30, scope: 31 } as const;
const kinds = 32;
const kindsOfEdges = 8;

/** Below 2^31 for nearly all: V8 looks a small whole number up several times as fast as any other. */
function keyOf(kind: number, rest: number): number {
  return rest * kinds + kind;
}

/**
 * The class of a node within one snapshot, as a small number: type and constructor name; for closures the function
 * they were made from, for scopes their scope info; all strings are alike.
 */
export class Classes {
  readonly #graph: HeapGraph;
  readonly #numbers = new Map<number, number>();
  readonly #shared: number;
  readonly #scopeInfo: number;
  readonly #scope: number;

  constructor(graph: HeapGraph) {
    this.#graph = graph;
    this.#shared = graph.strings.find('shared');
    this.#scopeInfo = graph.strings.find('scope_info');
    this.#scope = graph.strings.find(scopeName);
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
    const { nodeType, nodeName } = this.#graph.columns;
    const type = nodeType[v];
    if (isString(type)) return keyOf(Kind.string, 0);
    if (type === NodeType.number) return keyOf(Kind.number, 0);
    if (type === NodeType.closure) return keyOf(Kind.closure, this.#madeFrom(v, this.#shared));
    if (type === NodeType.object && nodeName[v] === this.#scope)
      return keyOf(Kind.scope, this.#madeFrom(v, this.#scopeInfo));
    return keyOf(type, nodeName[v]);
  }

  #madeFrom(v: NodeIndex, via: number): NodeIndex {
    const edge = this.#graph.findEdge(v, EdgeType.internal, via);
    return edge < 0 ? 0 : this.#graph.edgeTarget(edge);
  }
}

/** How the children of one parent hang on it, seen beside each other. `open` the parent, then ask for its children. */
export class Labels {
  readonly #heap: HangingNodes;
  readonly #classes: Classes;
  readonly #numbers = new Map<number, number>();
  /** By child, one more than the parent that was open when its edge was noted. */
  readonly #openAt: Uint32Array;
  readonly #edgeOf: Uint32Array;
  readonly #alike = new Map<number, number>();
  readonly #scope: number;
  readonly #plain: number;
  #parent: NodeIndex = 0;
  #classOfParent = 0;
  #areMany = false;

  constructor(heap: HangingNodes, classes: Classes) {
    this.#heap = heap;
    this.#classes = classes;
    this.#openAt = new Uint32Array(heap.graph.nodeCount);
    this.#edgeOf = new Uint32Array(heap.graph.nodeCount);
    this.#scope = heap.graph.strings.find(scopeName);
    this.#plain = heap.graph.strings.find('Object');
  }

  open(parent: NodeIndex, children: number): void {
    this.#parent = parent;
    this.#classOfParent = this.#classes.of(parent);
    this.#areMany = areNamedByData(children);
    if (this.#areMany) this.#alike.clear();
    const { firstEdge, edgeTo } = this.#heap.graph.columns;
    for (let e = firstEdge[parent]; e < firstEdge[parent + 1]; e++) {
      const child = edgeTo[e];
      if (!isHangingBy(this.#heap, parent, e) || this.#openAt[child] === parent + 1) continue;
      this.#openAt[child] = parent + 1;
      this.#edgeOf[child] = e;
      if (this.#areMany) this.#countAlike(child);
    }
  }

  #countAlike(child: NodeIndex): void {
    const cls = this.#classes.of(child);
    this.#alike.set(cls, (this.#alike.get(cls) ?? 0) + 1);
  }

  /**
   * Numbers from `Label.named` on are of names within this one snapshot.
   * @param cls the class of the child
   */
  of(child: NodeIndex, cls: number): number {
    if (this.#openAt[child] !== this.#parent + 1) return Label.jointly;
    const edge = this.#edgeOf[child];
    const { nodeType, edgeType, edgeName } = this.#heap.graph.columns;
    const type = edgeType[edge];
    if (type === EdgeType.element) return Label.element;
    if (nodeType[this.#parent] === NodeType.array)
      return type === EdgeType.hidden ? Label.hidden : Label.element;
    if (type !== EdgeType.context && this.#areManyAlike(cls)) return Label.anyName;
    if (this.#isLink(child, cls)) return Label.link;
    if (type === EdgeType.hidden) return Label.hidden;
    return this.#named(edgeName[edge] * kindsOfEdges + type);
  }

  #areManyAlike(cls: number): boolean {
    return this.#areMany && areNamedByData(this.#alike.get(cls) ?? 0);
  }

  /** Plain objects within plain objects are records of whatever shape: only their edges tell them apart. */
  #isLink(child: NodeIndex, cls: number): boolean {
    const { nodeType, nodeName } = this.#heap.graph.columns;
    if (nodeType[child] !== NodeType.object || nodeName[child] === this.#scope) return false;
    return nodeName[child] !== this.#plain && this.#classOfParent === cls;
  }

  #named(key: number): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = Label.named + this.#numbers.size;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
