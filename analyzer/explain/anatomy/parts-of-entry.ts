import type { AnatomyPart } from '../../../format/anatomy.ts';
import type { Bytes } from '../../../format/units.ts';
import { anatomyLimits } from '../../../judgement/parameters/anatomy.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { scopeName } from '../../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';
import { recordEdge } from '../../paths/record-names.ts';
import { isOfRuntime, isTelling, tellingClass } from '../../paths/telling-names.ts';

const { smallestPart, wrapperFrom } = anatomyLimits;
/** Rows for a reader. */
const mostParts = 4;
/** So many objects are looked at inside one entry. */
const mostNodes = 2_000;
/** Children of one node that get a name of their own; those of a store have one in common. */
const mostNamed = 24;
/** A path with more steps is hard to read. */
const mostSteps = 4;
const container = /^(Array|Map|Set|WeakMap|Buffer|ArrayBuffer|Uint8Array|string)$/;

/** One object inside the entry, or all objects of one class in one container. */
interface Part {
  readonly node: NodeIndex;
  readonly path: readonly string[];
  readonly name: string;
  readonly bytes: number;
  readonly count: number;
}

/**
 * What retains most inside an entry, the largest first: properties, items and closure variables.
 * @param isLink the entry is a link of a chain: what the links behind it keep is not its own
 */
export function partsOfEntry(heap: AgedHeap, entry: NodeIndex, isLink = false): InsideOfEntry {
  return new PartSearch(heap, entry, isLink).run();
}

export interface InsideOfEntry {
  /** What the entry keeps alive, without the links behind it. */
  readonly retained: Bytes;
  readonly parts: readonly AnatomyPart[];
}

class PartSearch {
  readonly #heap: AgedHeap;
  readonly #entry: NodeIndex;
  readonly #isLink: boolean;
  #ofOthers = 0;
  #left = mostNodes;

  constructor(heap: AgedHeap, entry: NodeIndex, isLink: boolean) {
    this.#heap = heap;
    this.#entry = entry;
    this.#isLink = isLink;
  }

  run(): InsideOfEntry {
    let open = this.#inside(this.#entry, []);
    const retained = this.#heap.retainedData[this.#entry] - this.#ofOthers;
    const told: AnatomyPart[] = [];
    while (open.length > 0 && told.length < mostParts) {
      const [part, ...rest] = open.toSorted((a, b) => b.bytes - a.bytes);
      if (part.bytes < retained * smallestPart || part.bytes === 0) break;
      const inner = this.#isOpened(part) ? this.#inside(part.node, part.path) : [];
      if (!this.#isWrapper(part, inner)) told.push(this.#inWords(part));
      open = [...rest, ...inner];
    }
    return { retained, parts: told };
  }

  #isOpened({ name, count, path }: Part): boolean {
    return count === 1 && path.length < mostSteps && !container.test(name) && this.#left > 0;
  }

  /** The runtime's own objects, and plain ones around one large property, only lead to what is large. */
  #isWrapper({ node, name, bytes }: Part, inner: readonly Part[]): boolean {
    if (wrapperClass.test(name)) return inner.length > 0;
    const isPlain = !isTelling(name) || isOfRuntime(this.#heap, node);
    return isPlain && inner.some((part) => part.bytes >= bytes * wrapperFrom);
  }

  #inWords({ node, path, name, bytes, count }: Part): AnatomyPart {
    return {
      path: path.join('').replace(/^\./, ''),
      name: count === 1 ? tellingClass(this.#heap, node) : name,
      retained: bytes,
      ...(count === 1 ? {} : { count }),
    };
  }

  /** What a node dominates, one step down in the words of the program: stores, scopes and functions are no step. */
  #inside(top: NodeIndex, path: readonly string[]): Part[] {
    const { heap, parts } = { heap: this.#heap, parts: new Map<string, Part>() };
    const pending: { readonly node: NodeIndex; readonly path: readonly string[] }[] = [{ node: top, path }];
    for (let at = 0; at < pending.length && this.#left > 0; at++) {
      const { node, path: above } = pending[at];
      for (const { child, label } of this.#children(node)) {
        if (this.#isLink && isLike(heap, child, this.#entry)) this.#ofOthers += heap.retainedData[child];
        else if (this.#isFolded(child)) pending.push({ node: child, path: above });
        else addPart(parts, label, { node: child, path: joined(above, label), ...sizeOf(heap, child) });
      }
    }
    return [...parts.values()];
  }

  #children(node: NodeIndex): { readonly child: NodeIndex; readonly label: string }[] {
    const heap = this.#heap;
    const { first, children } = heap.children;
    const end = Math.min(first[node + 1], first[node] + this.#left);
    this.#left -= end - first[node];
    const all = Array.from(children.subarray(first[node], end))
      .filter((child) => heap.noise[child] === 0 && heap.graph.type(child) !== NodeType.number)
      .toSorted((a, b) => heap.retainedData[b] - heap.retainedData[a]);
    const isStore = heap.graph.type(node) === NodeType.array;
    // What a suspended function holds stands in a store without names.
    const isNamed = all.length > 0 && heap.names.className(heap.ownerOf(node)) !== 'Generator';
    const shared = isStore && isNamed ? labelOf(heap, node, all[0]) : '';
    return (isStore ? all : all.slice(0, mostNamed)).map((child) => ({
      child,
      label: isStore ? shared : labelOf(heap, node, child),
    }));
  }

  #isFolded(node: NodeIndex): boolean {
    const { graph } = this.#heap;
    const type = graph.type(node);
    if (type === NodeType.closure || graph.rawName(node) === scopeName) return true;
    return type !== NodeType.native && this.#heap.isBackingStore(node);
  }
}

/** Classes of runtimes that stand between an entry and what the program put there. */
const wrapperClass = /^(Promise|PromiseReaction|Generator|Timeout|Immediate|Listener|WeakCell|Safe\w+)$/;

function sizeOf(heap: AgedHeap, node: NodeIndex): Pick<Part, 'name' | 'bytes' | 'count'> {
  const name = heap.names.writtenName(node).name.replace(/^system \/ /, '');
  return { name, bytes: heap.retainedData[node], count: 1 };
}

/** Items of one class in one place are one part. */
function addPart(parts: Map<string, Part>, label: string, part: Part): void {
  const key = `${part.path.join('')}\n${label}\n${part.name}`;
  const known = parts.get(key);
  const joinedPart =
    known === undefined ? part : { ...known, bytes: known.bytes + part.bytes, count: known.count + 1 };
  parts.set(key, joinedPart);
}

/** Whether a node is a link of the same chain. */
export function isLike({ graph }: AgedHeap, a: NodeIndex, b: NodeIndex): boolean {
  return graph.type(a) === graph.type(b) && graph.rawName(a) === graph.rawName(b);
}

function labelOf(heap: AgedHeap, from: NodeIndex, to: NodeIndex): string {
  const edge = heap.edgeBetween(from, to);
  return edge < 0 ? '' : recordEdge(heap, from, edge);
}

/** The engine's own edges, in parentheses, lead on without a name; a variable starts anew. */
function joined(path: readonly string[], label: string): readonly string[] {
  // Bun's own async functions close over what they wait for.
  if (label === '' || label === 'capturedPromise' || label.startsWith('(') || /^\[Symbol/.test(label))
    return path;
  if (/^[.[]/.test(label)) return [...path, label];
  return /^\d/.test(label) ? path : [label];
}
