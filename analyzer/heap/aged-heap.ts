import {
  computeDominators,
  type DominatedChildren,
  type DominatorTree,
  dominatedChildren,
} from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { HeapNames } from '../graph/names.ts';
import { buildRetainers, type Retainers } from '../graph/retainers.ts';
import { isCode, scopeName } from '../parse/node-kinds.ts';
import {
  type EdgeIndex,
  EdgeType,
  type NodeIndex,
  NodeType,
  type StringIndex,
} from '../parse/snapshot-columns.ts';
import { type Dating, datingByIds } from './dating.ts';
import type { Engine } from './engine.ts';
import { engineNoise } from './engine-noise.ts';
import { engineOf } from './engines.ts';
import { heldByObserverAlone } from './observed.ts';
import { sumOfData } from './sum-of-data.ts';
import { isBrowserPart, isListenerPart } from './v8/browser-names.ts';

/** No node: what made it is not told, or made too much else. */
export const noOrigin = -1;

const builtInCollection = /^(Map|Set|Array|Object|WeakMap|WeakSet|SafeMap|SafeSet)$/;

/**
 * A heap graph with what growth needs to know of every node: which edges count, who dominates it,
 * when it was born, whether its bytes are the program's data, and how much data it keeps alive.
 */
export class AgedHeap {
  readonly graph: HeapGraph;
  /** Answers whatever depends on the engine that wrote it. */
  readonly engine: Engine;
  readonly names: HeapNames;
  /** Number of birth intervals, equal to the number of captures up to and including this one. */
  readonly intervals: number;
  readonly watermarks: readonly number[];
  /** 1 for each edge that counts. */
  readonly edges: Uint8Array;
  readonly tree: DominatorTree;
  readonly birth: Uint8Array;
  readonly noise: Uint8Array;
  /** Bytes of data in each node's dominated subtree, engine noise left out. */
  readonly retainedData: Float64Array;
  readonly #originEdges: Readonly<Record<'map' | 'shared' | 'scope_info', number>>;
  readonly #observed: Uint8Array | undefined;
  readonly #browserParts = new Map<StringIndex, boolean>();
  readonly #builtIns = new Map<StringIndex, boolean>();
  readonly #scope: StringIndex;
  #detached: ReadonlySet<NodeIndex> | undefined;
  #retainers: Retainers | undefined;
  #children: DominatedChildren | undefined;

  /** True if ids could not date the objects and path classes did. */
  readonly datedByPaths: boolean;

  /**
   * @param watermarks the largest odd id of each capture, oldest first, this one last
   */
  constructor(graph: HeapGraph, watermarks: readonly number[], dating: Dating = datingByIds) {
    this.graph = graph;
    this.engine = engineOf(graph.columns);
    this.datedByPaths = !dating.isByIds;
    this.names = new HeapNames(graph);
    this.watermarks = watermarks;
    this.#originEdges = {
      map: graph.strings.find('map'),
      shared: graph.strings.find('shared'),
      scope_info: graph.strings.find('scope_info'),
    };
    this.#scope = graph.strings.find(scopeName);
    this.intervals = watermarks.length;
    const ofObserver = this.engine.observerEdges(graph);
    this.edges = this.engine.growthEdges(graph, ofObserver);
    this.tree = computeDominators(graph, this.edges, this.engine.heldByRoot(graph));
    this.#observed = heldByObserverAlone(graph, ofObserver, (node) => this.isReachable(node));
    leaveOutUnreached(graph, this.tree, this.edges);
    const { names, edges, tree } = this;
    this.birth = dating.birthsIn({ graph, names, edges, tree }, watermarks);
    this.noise = engineNoise(graph, this.tree);
    this.retainedData = sumOfData(graph, this.tree, this.noise);
  }

  /** Built on first use: most captures are never asked. */
  get retainers(): Retainers {
    this.#retainers ??= buildRetainers(this.graph, this.edges);
    return this.#retainers;
  }

  /** Of the dominator tree, built on first use. */
  get children(): DominatedChildren {
    this.#children ??= dominatedChildren(this.tree, this.graph.columns.memory);
    return this.#children;
  }

  isReachable(v: NodeIndex): boolean {
    return this.tree.idom[v] >= 0;
  }

  /** True for what only DevTools, a debugger or a probe keeps alive: no part of the program's heap. */
  isObserved(v: NodeIndex): boolean {
    return this.#observed?.[v] === 1;
  }

  /**
   * True for what the engine keeps behind an object: tables, element and property stores, hidden cells, and the parts of a
   * browser that lie between two objects of the web.
   */
  isBackingStore(v: NodeIndex): boolean {
    const type = this.graph.columns.nodeType[v];
    return type === NodeType.array || type === NodeType.hidden || isCode(type) || this.isBrowserPart(v);
  }

  /** True for native things of Chromium that no script of a page can name. */
  isBrowserPart(v: NodeIndex): boolean {
    const { nodeType, nodeName } = this.graph.columns;
    if (nodeType[v] !== NodeType.native) return false;
    const name = nodeName[v];
    let known = this.#browserParts.get(name);
    if (known === undefined) {
      known = isBrowserPart(this.graph.strings.get(name));
      this.#browserParts.set(name, known);
    }
    return known;
  }

  /** True for what is native: of a page, its elements and all else that the browser keeps. */
  isOfBrowser(v: NodeIndex): boolean {
    const { nodeType } = this.graph.columns;
    return nodeType[v] === NodeType.native || nodeType[v] === NodeType.synthetic;
  }

  /** True for the part of a browser by which something hears of events. */
  isListenerPart(v: NodeIndex): boolean {
    return this.isBrowserPart(v) && isListenerPart(this.graph.rawName(v));
  }

  /** True for elements of a page: `<div class="row">`. */
  isElement(v: NodeIndex): boolean {
    return this.graph.columns.nodeType[v] === NodeType.native && this.graph.rawName(v).startsWith('<');
  }

  /** True for elements of a page, and other nodes of documents, that no document shows. */
  isDetached(v: NodeIndex): boolean {
    this.#detached ??= new Set(this.graph.columns.detached);
    return this.#detached.has(v);
  }

  /** The object that a backing store belongs to; the node itself where it is no backing store. */
  ownerOf(v: NodeIndex): NodeIndex {
    let owner = v;
    for (let step = 0; step < 6 && owner > 0 && this.isBackingStore(owner); step++)
      owner = this.tree.idom[owner];
    return owner;
  }

  /** Alive since before the first capture, and a heap object of the program. */
  isPersistent(v: NodeIndex): boolean {
    const { nodeId, nodeType } = this.graph.columns;
    const id = nodeId[v];
    const isOld = this.datedByPaths || ((id & 1) === 1 && id <= this.watermarks[0]);
    return isOld && this.birth[v] === 0 && this.noise[v] === 0 && nodeType[v] !== NodeType.synthetic;
  }

  /**
   * What made a node, as another node: the shape (hidden class) of an object, the code of a closure, the layout of a
   * scope. Nodes of one origin are of one kind. Built-in collections share theirs with every other: `noOrigin`.
   */
  originOf(v: NodeIndex): NodeIndex {
    const { graph } = this;
    const type = graph.type(v);
    if (type !== NodeType.object && type !== NodeType.closure) return noOrigin;
    const name = graph.columns.nodeName[v];
    if (this.#isBuiltIn(name)) return noOrigin;
    const { shared, scope_info, map } = this.#originEdges;
    const via = type === NodeType.closure ? shared : name === this.#scope ? scope_info : map;
    const edge = graph.findEdge(v, EdgeType.internal, via);
    return edge < 0 ? noOrigin : graph.edgeTarget(edge);
  }

  /** Asked for each new object: a name is looked at once. */
  #isBuiltIn(name: StringIndex): boolean {
    let known = this.#builtIns.get(name);
    if (known === undefined) {
      known = builtInCollection.test(this.graph.strings.get(name));
      this.#builtIns.set(name, known);
    }
    return known;
  }

  /** The first counting edge from one node to another, or -1. */
  edgeBetween(from: NodeIndex, to: NodeIndex): EdgeIndex {
    const { firstEdge, edgeTo } = this.graph.columns;
    for (let e = firstEdge[from]; e < firstEdge[from + 1]; e++) {
      if (this.edges[e] === 1 && edgeTo[e] === to) return e;
    }
    return -1;
  }
}

/** V8 collects before it writes; JavaScriptCore also writes what only the inspector holds, which retains nothing. */
function leaveOutUnreached(
  { columns, nodeCount }: HeapGraph,
  { idom }: DominatorTree,
  edges: Uint8Array,
): void {
  const { firstEdge } = columns;
  for (let v = 0; v < nodeCount; v++) if (idom[v] < 0) edges.fill(0, firstEdge[v], firstEdge[v + 1]);
}
