import type { DominatorKind } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import { type DominatedChildren, dominatedChildren } from '../graph/dominators.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { chainFrom } from './chain-folding.ts';
import type { ClassCensus } from './class-census.ts';
import type { NodeWords } from './node-words.ts';

/** What retains less of the heap than this has no row of its own. */
const leastShare = 0.001;
/** So many rows can be looked at; reached only by heaps whose objects are all of a size. */
const mostRows = 4_000;
/** More objects of one class than this below one parent are one row, however large they are. */
const mostAlike = 24;

/** One row of the outline: an object, several of one class, or the rest below a parent. */
export interface OutlineRow {
  /** Its parent's place, -1 for the root, which comes first; parents come before children. */
  readonly parent: number;
  readonly kind: DominatorKind;
  /** The objects it stands for; of a chain, its links. */
  readonly members: readonly NodeIndex[];
  /** All nodes whose children are the row's children. */
  readonly nodes: readonly NodeIndex[];
  /** How the parent reaches it; if no single parent does, the way from a module or root. */
  readonly edge: string;
  /** Of a folded chain, else 0. */
  readonly links: number;
  readonly retained: Bytes;
}

export interface DominatorOutline {
  readonly rows: readonly OutlineRow[];
  /** Bytes of a row's objects and their backing stores, by row. */
  readonly own: readonly Bytes[];
  /** Row by node; -1 for those that are not drawn and belong to the nearest row above them. */
  readonly rowOf: Int32Array;
}

export interface OutlineInput {
  readonly words: NodeWords;
  readonly census: ClassCensus;
  readonly retained: Float64Array;
  /** Objects that always have rows of their own. */
  readonly kept: Iterable<NodeIndex>;
  /** An object as one expression, for those that no single parent reaches. */
  readonly expressionOf: (node: NodeIndex) => string;
}

/** The dominator tree as far as it matters: what is small is grouped by class, and what is left is a row too. */
export function outlineDominators(input: OutlineInput): DominatorOutline {
  const outline = new Outline(input);
  outline.grow();
  return outline;
}

class Outline implements DominatorOutline {
  readonly rows: OutlineRow[] = [];
  readonly rowOf: Int32Array;
  readonly own: Bytes[] = [];
  readonly #input: OutlineInput;
  readonly #tree: DominatedChildren;
  readonly #least: Bytes;
  readonly #kept = new Set<NodeIndex>();

  constructor(input: OutlineInput) {
    this.#input = input;
    const { heap } = input.words;
    this.#tree = dominatedChildren(heap.tree);
    this.#least = input.retained[0] * leastShare;
    this.rowOf = new Int32Array(heap.graph.nodeCount).fill(-1);
    for (const kept of input.kept) {
      for (let node = kept; node > 0 && !this.#kept.has(node); node = heap.tree.idom[node])
        this.#kept.add(node);
    }
  }

  /** Level by level, so that too many rows are cut at the deepest levels. */
  grow(): void {
    this.#add({
      parent: -1,
      kind: 'single',
      members: [0],
      nodes: [0],
      edge: '',
      links: 0,
      retained: this.#input.retained[0],
    });
    for (let row = 0; row < this.rows.length; row++) this.#expand(row);
  }

  #add(row: OutlineRow): void {
    for (const node of row.nodes) this.rowOf[node] = this.rows.length;
    this.own.push(0);
    this.rows.push(row);
  }

  #expand(at: number): void {
    const row = this.rows[at];
    const children = this.#childrenOf(at);
    if (row.kind === 'rest' || this.rows.length > mostRows) return;
    const { alone, groups } = this.#sort(children);
    const large = [...groups.values()].filter((members) => this.#sum(members) >= this.#least);
    if (alone.length === 0 && large.length === 0) return;
    for (const node of alone) this.#addSingle(at, node);
    for (const members of large) this.#addTogether(at, 'alike', members);
    const rest = [...groups.values()].filter((members) => !large.includes(members)).flat();
    if (rest.length > 0) this.#addTogether(at, 'rest', rest);
  }

  /** What the row's nodes dominate; their backing stores are part of them, and so is what those dominate. */
  #childrenOf(at: number): NodeIndex[] {
    const { first, children } = this.#tree;
    const { graph } = this.#input.words.heap;
    const found: NodeIndex[] = [];
    const pending = [...this.rows[at].nodes];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      this.own[at] += graph.selfSize(node);
      for (let c = first[node]; c < first[node + 1]; c++) {
        const child = children[c];
        // The next link of a chain is one of the row's own nodes.
        if (this.rowOf[child] === at) continue;
        if (this.#isStoreOf(node, child)) {
          this.rowOf[child] = at;
          pending.push(child);
        } else found.push(child);
      }
    }
    return found;
  }

  #isStoreOf(owner: NodeIndex, node: NodeIndex): boolean {
    const { graph } = this.#input.words.heap;
    if (graph.type(owner) === NodeType.synthetic || this.#kept.has(node)) return false;
    return graph.type(node) === NodeType.array || graph.type(node) === NodeType.hidden;
  }

  /** Those that are large by themselves, and all others by class. */
  #sort(children: readonly NodeIndex[]): { alone: NodeIndex[]; groups: Map<number, NodeIndex[]> } {
    const { census, retained } = this.#input;
    const large = new Map<number, NodeIndex[]>();
    const groups = new Map<number, NodeIndex[]>();
    const alone: NodeIndex[] = [];
    for (const node of children) {
      if (this.#kept.has(node)) alone.push(node);
      else if (retained[node] >= this.#least) push(large, census.classOf[node], node);
      else push(groups, census.classOf[node], node);
    }
    for (const [place, nodes] of large) {
      if (nodes.length <= mostAlike) alone.push(...nodes);
      else groups.set(place, [...nodes, ...(groups.get(place) ?? [])]);
    }
    return { alone, groups };
  }

  #addSingle(parent: number, node: NodeIndex): void {
    const { census, retained } = this.#input;
    const chain = chainFrom(node, this.#tree, retained, census.classOf);
    this.#add({
      parent,
      kind: 'single',
      members: chain?.links ?? [node],
      nodes: chain?.nodes ?? [node],
      edge: this.#edgeTo(node),
      links: chain?.links.length ?? 0,
      retained: retained[node],
    });
  }

  #addTogether(parent: number, kind: DominatorKind, members: readonly NodeIndex[]): void {
    const edge = kind === 'rest' || members.length > 1 ? '' : this.#edgeTo(members[0]);
    this.#add({
      parent,
      kind,
      members,
      nodes: members,
      edge,
      links: 0,
      retained: this.#sum(members),
    });
  }

  #sum(nodes: readonly NodeIndex[]): Bytes {
    let sum = 0;
    for (const node of nodes) sum += this.#input.retained[node];
    return sum;
  }

  /** Where the dominator holds it over several others and not itself, the way to it from a module or root. */
  #edgeTo(node: NodeIndex): string {
    const { words, expressionOf } = this.#input;
    const { graph, tree } = words.heap;
    const dominator = tree.idom[node];
    const edge = words.heap.edgeBetween(dominator, node);
    if (edge !== -1 && graph.type(dominator) !== NodeType.synthetic) return words.edge(dominator, edge);
    return graph.type(node) === NodeType.object ? expressionOf(node) : '';
  }
}

function push(groups: Map<number, NodeIndex[]>, place: number, node: NodeIndex): void {
  const group = groups.get(place);
  if (group === undefined) groups.set(place, [node]);
  else group.push(node);
}
