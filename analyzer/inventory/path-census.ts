import { placeFrom } from '../../format/place.ts';
import type { Bytes } from '../../format/units.ts';
import { type DominatedChildren, dominatedChildren } from '../graph/dominators.ts';
import { longestPeriod } from '../heap/chains.ts';
import { isHangingBy, Label, labelOfEdge } from '../heap/hanging.ts';
import { isCode, isString, scopeName } from '../parse/node-kinds.ts';
import { type EdgeIndex, type NodeIndex, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import { wellKnown } from '../paths/retaining-path.ts';
import { describeEdge, describeVariable } from '../paths/step-names.ts';
import type { ClassCensus } from './class-census.ts';
import type { NodeWords } from './node-words.ts';

/** Objects that are reached alike: by the same edges and classes, step by step down the dominator tree. */
export interface PathGroup {
  /** Place of the group above; -1 for the root, which comes first. */
  readonly parent: number;
  /** How the group above reaches it: `.byId`, `[key]`, `sessions` for a variable; empty if several hold it together. */
  readonly label: string;
  readonly className: string;
  /** The file that declares the variable which `label` is, if the code tells; else empty. */
  readonly module: string;
  /** `globalThis` or `process`, if that is what stands here; else empty. */
  readonly start: string;
  /** Objects by birth, and their own bytes with those of what the engine keeps behind them. */
  readonly counts: Float64Array;
  readonly bytes: Float64Array;
  /** What would go if all of them went. */
  retained: Bytes;
  /** Of a group that several hold together: one of its youngest objects. */
  readonly sample?: NodeIndex;
}

export interface PathCensusInput {
  readonly words: NodeWords;
  readonly census: ClassCensus;
  readonly retained: Float64Array;
  /** See `leastLookedInto`. */
  readonly least: Bytes;
}

/** What retains less of the heap is not looked into: its bytes count where it begins. */
const leastShare = 1 / 20_000;

/** One limit for all captures that are compared: what stays as it is must not be looked into in one of them only. */
export function leastLookedInto(heapSize: Bytes): Bytes {
  return heapSize * leastShare;
}

const mostGroups = 20_000;

/**
 * Every object by its path. Each byte counts once, in the group of its object; what is too small to be looked into
 * counts with the group it hangs on, so that comparing two captures errs by less than a twenty-thousandth a group.
 */
export function takePathCensus(input: PathCensusInput): PathGroup[] {
  const census = new PathCensus(input);
  census.grow();
  return census.groups;
}

/** Objects that were found below one group, on their way into theirs. */
interface Batch {
  readonly group: number;
  nodes: readonly NodeIndex[];
}

type GroupName = Pick<PathGroup, 'label' | 'className'> & Partial<Pick<PathGroup, 'module'>>;

/** Children of one group that share edge and class, with one edge to name it by. */
interface Kin {
  readonly nodes: NodeIndex[];
  readonly from: NodeIndex;
  readonly edge: EdgeIndex;
}

const edgeTypeRoom = 8;
/** More classes than any program has, and few enough for a label to be multiplied by. */
const classRoom = 2 ** 24;

class PathCensus {
  readonly groups: PathGroup[] = [];
  readonly #input: PathCensusInput;
  readonly #tree: DominatedChildren;
  readonly #batches: Batch[] = [];
  /** Groups below a group, by edge and class. */
  readonly #below: Map<number, number>[] = [];
  readonly #keys: number[] = [];
  readonly #seen: Uint8Array;
  /** Scopes of modules are told apart by their modules; their classes are numbered behind all others. */
  readonly #modules = new Map<string, number>();
  readonly #scope: StringIndex;

  constructor(input: PathCensusInput) {
    this.#input = input;
    this.#tree = dominatedChildren(input.words.heap.tree);
    const { nodeCount, strings } = input.words.heap.graph;
    this.#seen = new Uint8Array(nodeCount);
    this.#scope = strings.find(scopeName);
  }

  grow(): void {
    this.#add(-1, 0, { label: '', className: '(root)' }, [0]);
    for (let next = 0; next < this.#batches.length; next++) {
      const batch = this.#batches[next];
      this.#lookInto(batch);
      batch.nodes = [];
    }
  }

  #add(parent: number, key: number, named: GroupName, nodes: readonly NodeIndex[]): void {
    const { heap } = this.#input.words;
    const { intervals } = heap;
    const group = this.groups.length;
    this.groups.push({
      parent,
      module: '',
      ...named,
      start: wellKnown(heap, nodes[0]) ?? '',
      counts: new Float64Array(intervals),
      bytes: new Float64Array(intervals),
      retained: 0,
      ...(parent >= 0 && named.label === '' ? { sample: nodes[nodes.length - 1] } : {}),
    });
    this.#below.push(new Map());
    this.#keys.push(key);
    this.#below[parent]?.set(key, group);
    this.#enter(group, nodes);
  }

  #enter(group: number, nodes: readonly NodeIndex[]): void {
    const { retained } = this.#input;
    for (const node of nodes) this.groups[group].retained += retained[node];
    this.#batches.push({ group, nodes });
  }

  #lookInto({ group, nodes }: Batch): void {
    const { words, retained, least } = this.#input;
    const { graph, birth } = words.heap;
    const { counts, bytes, retained: all } = this.groups[group];
    const isSmall = group > 0 && all < least;
    const kin = new Map<number, Kin>();
    for (const node of nodes) {
      counts[birth[node]]++;
      // What the engine made of a program's text is of no interest piece by piece.
      if (isSmall || isCode(graph.type(node))) bytes[birth[node]] += retained[node];
      else {
        bytes[birth[node]] += graph.selfSize(node);
        this.#gather(group, node, kin);
      }
    }
    for (const [key, found] of kin) this.#place(group, key, found);
  }

  /** Sorts what a node dominates by edge and class; what the engine keeps behind it is part of it. */
  #gather(group: number, node: NodeIndex, kin: Map<number, Kin>): void {
    const { words, retained } = this.#input;
    const { graph, birth } = words.heap;
    const { first, children } = this.#tree;
    const { bytes } = this.groups[group];
    const pending = [node];
    const take = (from: NodeIndex, child: NodeIndex, label: number, edge: EdgeIndex) => {
      if (this.#isPartOf(from, child)) {
        const isWhole = isCode(graph.type(child));
        bytes[birth[node]] += isWhole ? retained[child] : graph.selfSize(child);
        if (!isWhole) pending.push(child);
        return;
      }
      const key = label * classRoom + this.#classOf(child);
      const known = kin.get(key);
      if (known === undefined) kin.set(key, { nodes: [child], from, edge });
      else known.nodes.push(child);
    };
    for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
      if (first[from] === first[from + 1]) continue;
      for (let edge = graph.firstEdge(from); edge < graph.endEdge(from); edge++) {
        const child = graph.edgeTarget(edge);
        if (!isHangingBy(words.heap, from, edge) || child === from || this.#seen[child] === 1) continue;
        this.#seen[child] = 1;
        take(from, child, this.#labelOf(from, edge), edge);
      }
      for (let c = first[from]; c < first[from + 1]; c++) {
        if (this.#seen[children[c]] === 0) take(from, children[c], Label.jointly, -1);
      }
    }
  }

  /** Into a group of its own, or into one above that looks the same: links of a list are one group. */
  #place(group: number, key: number, { nodes, from, edge }: Kin): void {
    const known = this.#below[group].get(key);
    if (known !== undefined) {
      this.#enter(known, nodes);
      return;
    }
    const alike = this.#alikeAbove(group, key);
    if (alike !== undefined) this.#batches.push({ group: alike, nodes });
    else if (this.groups.length < mostGroups) {
      const named = {
        label: this.#labelText(group, key, from, edge),
        className: this.#nameOf(nodes[0]),
        module: this.#moduleOf(from, edge),
      };
      this.#add(group, key, named, nodes);
    } else {
      const { retained, words } = this.#input;
      const { bytes } = this.groups[group];
      for (const node of nodes) bytes[words.heap.birth[node]] += retained[node];
    }
  }

  #alikeAbove(group: number, key: number): number | undefined {
    const isNamed = Math.floor(key / classRoom) >= Label.named;
    for (let at = group, step = 0; isNamed && at > 0 && step < longestPeriod; step++) {
      if (this.#keys[at] === key) return at;
      at = this.groups[at].parent;
    }
    return undefined;
  }

  /** Tables, stores and code of an object, and the pieces of a concatenated string. */
  #isPartOf(owner: NodeIndex, node: NodeIndex): boolean {
    const { heap } = this.#input.words;
    const type = heap.graph.type(owner);
    if (type === NodeType.synthetic) return false;
    if (type === NodeType.consString || type === NodeType.slicedString)
      return isString(heap.graph.type(node));
    return heap.isBackingStore(node);
  }

  #labelOf(from: NodeIndex, edge: EdgeIndex): number {
    const { graph } = this.#input.words.heap;
    const label = labelOfEdge(graph, from, edge);
    if (label !== Label.named) return label;
    return Label.named + graph.edgeNameIndex(edge) * edgeTypeRoom + graph.edgeType(edge);
  }

  #labelText(group: number, key: number, from: NodeIndex, edge: EdgeIndex): string {
    const label = Math.floor(key / classRoom);
    if (label === Label.jointly) return '';
    if (label === Label.anyName) return '[key]';
    if (label === Label.element)
      return /^(Map|Set|WeakMap|WeakSet)$/.test(this.groups[group].className) ? '[key]' : '[]';
    return describeEdge(this.#input.words.heap, from, edge);
  }

  #moduleOf(from: NodeIndex, edge: EdgeIndex): string {
    const { declared } = edge < 0 ? {} : describeVariable(this.#input.words.heap, from, edge);
    return declared === undefined ? '' : placeFrom(declared).file;
  }

  #classOf(node: NodeIndex): number {
    const { words, census } = this.#input;
    if (!this.#isScope(node)) return census.classOf[node];
    const name = words.name(node);
    let place = this.#modules.get(name);
    if (place === undefined) {
      place = census.classes.length + this.#modules.size;
      this.#modules.set(name, place);
    }
    return place;
  }

  #nameOf(node: NodeIndex): string {
    const { words, census } = this.#input;
    const isNamed = this.#isScope(node) || words.heap.graph.type(node) === NodeType.synthetic;
    return isNamed ? words.name(node) : census.classes[census.classOf[node]].name;
  }

  #isScope(node: NodeIndex): boolean {
    const { graph } = this.#input.words.heap;
    return graph.nameIndex(node) === this.#scope;
  }
}
