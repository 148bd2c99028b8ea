import { anatomyLimits } from '../../judgement/parameters/anatomy.ts';
import { pathCosts } from '../../judgement/parameters/path-costs.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { isTopLevelScope } from './module-scope.ts';
import { exportName } from './step-names.ts';
import { WeakMaps } from './weak-map-values.ts';

/**
 * The path from the root to every node that a reader finds most telling, as a tree: the edge by which each node is
 * reached. Shortest paths often run through an unrelated timer, a compiled function or the stack; costs steer
 * around those if there is another way.
 */
export class CheapestPaths {
  /** Beside whose paths those to their values lead. */
  readonly weakMaps: WeakMaps;
  readonly #heap: AgedHeap;
  readonly #cost: EdgeCosts;
  readonly #edgeTo: Int32Array;
  readonly #from: Int32Array;
  /** The least cost known of each node: final for all below `#distance`. */
  readonly #best: Int32Array;
  readonly #buckets: NodeIndex[][] = [[0]];
  #distance = 0;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
    this.weakMaps = new WeakMaps(heap);
    this.#cost = new EdgeCosts(heap);
    const { nodeCount } = heap.graph;
    this.#edgeTo = new Int32Array(nodeCount).fill(-1);
    this.#from = new Int32Array(nodeCount).fill(-1);
    this.#best = new Int32Array(nodeCount).fill(0x7fffffff);
    this.#best[0] = 0;
  }

  /** The edges from the root to a node, in order; undefined if it cannot be reached. */
  to(node: NodeIndex): EdgeIndex[] | undefined {
    this.#settle(node);
    const path: EdgeIndex[] = [];
    for (let v = node; v !== 0; v = this.#from[v]) {
      if (this.#edgeTo[v] < 0) return undefined;
      path.push(this.#edgeTo[v]);
    }
    return path.reverse();
  }

  /** The last edge on the path to a node; -1 for the root, and for what cannot be reached. */
  lastEdgeTo(node: NodeIndex): EdgeIndex {
    this.#settle(node);
    return this.#edgeTo[node];
  }

  /**
   * Dijkstra's algorithm with a queue of buckets (Dial): costs are small whole numbers. It goes as far as it takes to
   * know the node, and on from there for the next one: holders are near the root, most of the heap is not.
   */
  #settle(node: NodeIndex): void {
    while (this.#best[node] >= this.#distance && this.#distance < this.#buckets.length) {
      this.#settleBucket(this.#buckets[this.#distance] ?? []);
      this.#buckets[this.#distance++] = [];
    }
  }

  #settleBucket(bucket: NodeIndex[]): void {
    const { graph, edges } = this.#heap;
    const { firstEdge, edgeTo } = graph.columns;
    const best = this.#best;
    const distance = this.#distance;
    // An edge that costs nothing adds to the bucket that is being worked on.
    for (let i = 0; i < bucket.length; i++) {
      const v = bucket[i];
      if (best[v] !== distance) continue;
      for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
        if (edges[e] === 0) continue;
        const to = edgeTo[e];
        if (best[to] <= distance) continue;
        const next = distance + this.#cost.of(v, e);
        if (next >= best[to]) continue;
        best[to] = next;
        this.#edgeTo[to] = e;
        this.#from[to] = v;
        this.#buckets[next] ??= [];
        this.#buckets[next].push(to);
      }
    }
  }
}

const freeEdges = new Set(['elements', 'table', 'properties', 'context']);
const engineEdges = new Set(['map', 'shared', 'code', 'feedback_cell', 'prototype_info', 'initial_map']);
const momentaryRoot = /Stack roots|Handle scope|Compilation cache|Builtins|Startup object|Eternal/;
const handleRoot = /Global handles|Traced/;
const sharedRegistries = new Set(['timerListMap', 'timerListQueue']);
const asyncContext =
  /kResourceStore|AsyncContextFrame|async_context_frame|continuation_preserved_embedder_data/i;

class EdgeCosts {
  readonly #heap: AgedHeap;
  readonly #ofInternalName = new Map<number, number>();
  readonly #ofRoot = new Map<number, number>();
  readonly #registries = new Set<number>();
  readonly #ofPropertyName = new Map<number, number>();
  readonly #ofNameLength = new Map<number, number>();
  readonly #moduleScopes = new Map<NodeIndex, boolean>();
  readonly #proto: number;
  readonly #cell: number;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
    const { strings } = heap.graph.columns;
    this.#proto = strings.find('__proto__');
    this.#cell = strings.find('system / Cell');
    for (const name of sharedRegistries) this.#registries.add(strings.find(name));
  }

  of(from: NodeIndex, edge: EdgeIndex): number {
    return this.#ofEdge(from, edge) + this.#ofLeaving(from) + this.#ofNode(this.#heap.graph.edgeTarget(edge));
  }

  #ofEdge(from: NodeIndex, edge: EdgeIndex): number {
    const { edgeType, edgeName } = this.#heap.graph.columns;
    const name = edgeName[edge];
    switch (edgeType[edge]) {
      case EdgeType.internal:
        return this.#ofInternal(name) + this.#ofImport(from, edge);
      case EdgeType.hidden:
        return pathCosts.hiddenEdge;
      case EdgeType.property:
        return this.#ofProperty(name);
      case EdgeType.context:
        if (this.#registries.has(name)) return pathCosts.registry;
        return (
          this.#ofLength(name) +
          (this.#isModuleScope(from) ? pathCosts.plainEdge : pathCosts.functionVariable)
        );
      default:
        return pathCosts.plainEdge;
    }
  }

  #ofProperty(name: number): number {
    let cost = this.#ofPropertyName.get(name);
    if (cost === undefined) {
      if (name === this.#proto) cost = pathCosts.prototype;
      else if (asyncContext.test(this.#heap.graph.strings.get(name))) cost = pathCosts.asyncContext;
      else if (this.#registries.has(name)) cost = pathCosts.registry;
      else cost = pathCosts.plainEdge + this.#ofLength(name);
      this.#ofPropertyName.set(name, cost);
    }
    return cost;
  }

  /** What a name costs beside its edge: one that a minifier gave tells nothing. */
  #ofLength(name: number): number {
    let cost = this.#ofNameLength.get(name);
    if (cost === undefined) {
      cost = this.#heap.graph.strings.get(name).length < anatomyLimits.shortestName ? pathCosts.shortName : 0;
      this.#ofNameLength.set(name, cost);
    }
    return cost;
  }

  #isModuleScope(scope: NodeIndex): boolean {
    let known = this.#moduleScopes.get(scope);
    if (known === undefined) {
      known = isTopLevelScope(this.#heap, scope);
      this.#moduleScopes.set(scope, known);
    }
    return known;
  }

  #ofInternal(name: number): number {
    let cost = this.#ofInternalName.get(name);
    if (cost === undefined) {
      const text = this.#heap.graph.strings.get(name);
      if (freeEdges.has(text)) cost = pathCosts.freeEdge;
      else if (/^\d+$/.test(text)) cost = pathCosts.plainEdge;
      else if (text.includes('part of key')) cost = pathCosts.partOfKey;
      else if (asyncContext.test(text)) cost = pathCosts.asyncContext;
      else if (engineEdges.has(text)) cost = pathCosts.engineEdge;
      else cost = pathCosts.otherInternal;
      this.#ofInternalName.set(name, cost);
    }
    return cost;
  }

  /** The module that declares a variable has its name beside it; one that imports it does not. */
  #ofImport(from: NodeIndex, edge: EdgeIndex): number {
    const { nodeName, nodeType, edgeTo } = this.#heap.graph.columns;
    if (nodeName[edgeTo[edge]] !== this.#cell || nodeType[from] !== NodeType.array) return 0;
    return exportName(this.#heap, from, edge) === undefined ? pathCosts.importedVariable : 0;
  }

  #ofLeaving(from: NodeIndex): number {
    const { nodeType } = this.#heap.graph.columns;
    if (from === 0 || nodeType[from] !== NodeType.synthetic) return 0;
    let cost = this.#ofRoot.get(from);
    if (cost === undefined) {
      const name = this.#heap.graph.rawName(from);
      if (momentaryRoot.test(name)) cost = pathCosts.momentaryRoot;
      else cost = handleRoot.test(name) ? pathCosts.handleRoot : 0;
      this.#ofRoot.set(from, cost);
    }
    return cost;
  }

  #ofNode(to: NodeIndex): number {
    switch (this.#heap.graph.columns.nodeType[to]) {
      case NodeType.native:
        return pathCosts.nativeNode;
      case NodeType.code:
      case NodeType.objectShape:
        return pathCosts.codeNode;
      case NodeType.hidden:
        return pathCosts.hiddenNode;
      case NodeType.closure:
        return pathCosts.functionNode;
      default:
        return pathCosts.plainNode;
    }
  }
}
