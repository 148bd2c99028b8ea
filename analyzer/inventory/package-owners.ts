import { isGlobalName } from '../graph/global-names.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { PlacedNodes } from './code-packages.ts';

/*
 * Who owns a node, as a small number. Where two that lead to a node differ, the larger number wins; two packages make
 * `shared`. Packages follow from `firstPackage` on.
 */
export const unknownOwner = 0;
export const engineOwner = 1;
export const globalsOwner = 2;
export const nodeOwner = 3;
export const sharedOwner = 4;
export const firstPackage = 5;

/**
 * The owner of each node: its own code if the snapshot places it, else the only package whose code reaches it. If none
 * does, the closures that it has tell whose it is. What several reach belongs to the package that dominates it, and to none
 * if only a root does. So each byte has one owner.
 */
export function packageOwners(heap: AgedHeap, placed: PlacedNodes): Uint32Array {
  const owners = new Owners(heap);
  owners.startFrom(placed);
  owners.spread();
  owners.placeByClosures();
  owners.settle();
  return owners.owner;
}

class Owners {
  readonly owner: Uint32Array;
  readonly #heap: AgedHeap;
  /** 1 for nodes that keep the owner they have. */
  readonly #isFixed: Uint8Array;
  readonly #isPending: Uint8Array;
  readonly #pending: NodeIndex[] = [];
  /** The index of its name. */
  readonly #prototype: number;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
    this.#prototype = heap.graph.strings.find('__proto__');
    this.owner = new Uint32Array(heap.graph.nodeCount);
    this.#isFixed = new Uint8Array(heap.graph.nodeCount);
    this.#isPending = new Uint8Array(heap.graph.nodeCount);
  }

  startFrom({ packages, packageOf }: PlacedNodes): void {
    const { graph, noise } = this.#heap;
    for (const [node, place] of packageOf) {
      this.#fix(node, packages[place].kind === 'node' ? nodeOwner : firstPackage + place);
    }
    for (let node = 0; node < graph.nodeCount; node++) {
      if (graph.type(node) === NodeType.synthetic) this.#isFixed[node] = 1;
      else if (noise[node] === 1) this.#fix(node, engineOwner);
      else if (graph.type(node) === NodeType.object && isGlobalName(graph.rawName(node))) {
        this.#fix(node, engineOwner);
        this.#startFromGlobals(node);
      }
    }
  }

  /** What the program put on globalThis; functions without a place are the engine's own. */
  #startFromGlobals(global: NodeIndex): void {
    const { graph, edges } = this.#heap;
    for (let edge = graph.firstEdge(global); edge < graph.endEdge(global); edge++) {
      const target = graph.edgeTarget(edge);
      if (edges[edge] !== 1 || graph.edgeType(edge) !== EdgeType.property) continue;
      if (graph.edgeNameOrIndex(edge) === '__proto__') continue;
      if (graph.type(target) !== NodeType.closure) this.#reach(target, globalsOwner);
    }
  }

  /** Owners only ever grow, and there are few kinds of them: no node is passed more than a few times. */
  spread(): void {
    const { edges } = this.#heap;
    const { firstEdge, edgeTo } = this.#heap.graph.columns;
    for (let node = this.#pending.pop(); node !== undefined; node = this.#pending.pop()) {
      this.#isPending[node] = 0;
      for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
        if (edges[edge] === 1) this.#reach(edgeTo[edge], this.owner[node]);
      }
    }
  }

  /** An object that no code leads to, or only globalThis, is of the package whose functions alone it has. */
  placeByClosures(): void {
    const { graph } = this.#heap;
    for (let node = 0; node < graph.nodeCount; node++) {
      const owner = this.owner[node];
      if (graph.type(node) !== NodeType.object || this.#isFixed[node] === 1) continue;
      if (owner !== unknownOwner && owner !== globalsOwner) continue;
      const ofClosures = this.#ownerOfClosures(node);
      if (ofClosures >= firstPackage) this.owner[node] = ofClosures;
    }
  }

  /** Of its own functions, and of those of its prototype; `shared` if they are of several packages. */
  #ownerOfClosures(object: NodeIndex): number {
    const { firstEdge, edgeType, edgeName, edgeTo } = this.#heap.graph.columns;
    let joined = this.#ownerOfOwnClosures(object);
    for (let edge = firstEdge[object]; edge < firstEdge[object + 1]; edge++) {
      if (edgeType[edge] === EdgeType.property && edgeName[edge] === this.#prototype)
        joined = joinedOwner(joined, this.#ownerOfOwnClosures(edgeTo[edge]));
    }
    return joined;
  }

  #ownerOfOwnClosures(object: NodeIndex): number {
    const { nodeType, firstEdge, edgeType, edgeTo } = this.#heap.graph.columns;
    let joined = unknownOwner;
    for (let edge = firstEdge[object]; edge < firstEdge[object + 1]; edge++) {
      const target = edgeTo[edge];
      if (edgeType[edge] === EdgeType.property && nodeType[target] === NodeType.closure)
        joined = joinedOwner(joined, this.owner[target]);
    }
    return joined;
  }

  /** From dominators down: what no package owns by itself belongs to the one that alone keeps it alive. */
  settle(): void {
    const { tree } = this.#heap;
    for (let k = 1; k < tree.reachable; k++) {
      const node = tree.order[k];
      const own = this.owner[node];
      const dominator = this.owner[tree.idom[node]];
      if (own < firstPackage && own !== engineOwner && dominator >= firstPackage)
        this.owner[node] = dominator;
    }
  }

  #fix(node: NodeIndex, owner: number): void {
    this.owner[node] = owner;
    this.#isFixed[node] = 1;
    this.#push(node);
  }

  #reach(node: NodeIndex, owner: number): void {
    if (this.#isFixed[node] === 1) return;
    const joined = joinedOwner(this.owner[node], owner);
    if (joined === this.owner[node]) return;
    this.owner[node] = joined;
    this.#push(node);
  }

  #push(node: NodeIndex): void {
    if (this.#isPending[node] === 1) return;
    this.#isPending[node] = 1;
    this.#pending.push(node);
  }
}

/** Of two owners that reach one node. */
function joinedOwner(a: number, b: number): number {
  if (a === b) return a;
  if (a === sharedOwner || b === sharedOwner) return sharedOwner;
  return a >= firstPackage && b >= firstPackage ? sharedOwner : Math.max(a, b);
}
