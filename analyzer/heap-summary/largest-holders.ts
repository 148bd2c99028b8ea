import type { Bytes } from '../../format/units.ts';
import { entriesOf } from '../heap/container-entries.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { isString } from '../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { dominatedBy, structureOf } from './structure.ts';

/** One object that holds much by itself, or many of one class that several hold together. */
export interface FoundHolder {
  readonly nodes: readonly NodeIndex[];
  readonly retained: Bytes;
}

/** Less of the heap is not worth a line. */
export const leastShare = 0.01;
/** What one child has so much of is the child's: the way to it is no holder of its own. */
export const passesOn = 0.7;
/** A child with less of its owner is one of many. */
const leastOfOwner = 0.1;
/** Functions and scopes this deep are a chain of closures, which is a finding and no structure. */
const deepestStructure = 12;
/** A class that comes so often on one way down is a list, and its first link stands for all. */
const fewestLinks = 3;

/** What holds most of a heap, the largest first. No byte counts in two of them. */
export function largestHolders(inventory: Inventory): readonly FoundHolder[] {
  const { heap } = inventory;
  const least = heap.retainedData[0] * leastShare;
  const isStructure = structureOf(heap);
  const found: FoundHolder[] = [];
  const small = new ByClass(inventory);
  const pending: { readonly node: NodeIndex; readonly depth: number }[] = [{ node: 0, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const child of dominatedBy(heap, next.node)) {
      if (heap.isObserved(child)) continue;
      const isLarge = heap.retainedData[child] >= least;
      if (next.depth < deepestStructure && isStructure(child)) {
        if (isLarge) pending.push({ node: child, depth: next.depth + 1 });
      } else if (isLarge) found.push(...holdersBelow(inventory, child, least));
      else small.add(child);
    }
  }
  return [...found, ...small.atLeast(least)].sort((a, b) => b.retained - a.retained);
}

/** Small objects that hang on one place, by their class. */
class ByClass {
  readonly #groups = new Map<number, { readonly nodes: NodeIndex[]; retained: Bytes }>();
  readonly #inventory: Inventory;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  add(node: NodeIndex): void {
    const { heap, census } = this.#inventory;
    const group = this.#groups.get(census.classOf[node]);
    if (group === undefined)
      this.#groups.set(census.classOf[node], { nodes: [node], retained: heap.retainedData[node] });
    else {
      group.nodes.push(node);
      group.retained += heap.retainedData[node];
    }
  }

  atLeast(least: Bytes): FoundHolder[] {
    return [...this.#groups.values()].filter(({ nodes, retained }) => nodes.length > 1 && retained >= least);
  }
}

/** Down from an object to what really holds: through what passes nearly all on, and into each of a few large parts. */
function holdersBelow(inventory: Inventory, start: NodeIndex, least: Bytes): FoundHolder[] {
  const { heap } = inventory;
  const found: FoundHolder[] = [];
  const pending = [start];
  for (let from = pending.pop(); from !== undefined; from = pending.pop()) {
    const { node, isList } = followDown(inventory, from);
    const parts = isList ? undefined : partsOf(inventory, node, least);
    if (parts === undefined) found.push({ nodes: [node], retained: heap.retainedData[node] });
    else {
      pending.push(...parts.large);
      found.push(...parts.alike);
    }
  }
  return found;
}

/** @returns the last node that passes nothing on, or the first link of a list on the way */
function followDown(
  { heap, census }: Inventory,
  start: NodeIndex,
): { readonly node: NodeIndex; readonly isList: boolean } {
  const seen = new Map<number, NodeIndex[]>([[census.classOf[start], [start]]]);
  for (let node = start; ; ) {
    const child = heaviest(heap.retainedData, dominatedBy(heap, node));
    if (child === undefined || heap.retainedData[child] < passesOn * heap.retainedData[node])
      return { node, isList: false };
    if (!isNamed(heap.graph.type(child))) return { node, isList: false };
    const alike = seen.get(census.classOf[child]) ?? [];
    if (alike.length >= fewestLinks) return { node: alike[0], isList: true };
    seen.set(census.classOf[child], [...alike, child]);
    node = child;
  }
}

/**
 * The parts of a record that share nearly all of it: large ones, and many of one class that several of its own
 * collections hold. Entries of a collection are its own.
 */
function partsOf(
  inventory: Inventory,
  node: NodeIndex,
  least: Bytes,
): { readonly large: readonly NodeIndex[]; readonly alike: readonly FoundHolder[] } | undefined {
  const { heap } = inventory;
  if ((entriesOf(heap, node)?.length ?? 0) > 1) return undefined;
  const all = heap.retainedData[node];
  const leastPart = Math.max(least, leastOfOwner * all);
  const large: NodeIndex[] = [];
  const small = new ByClass(inventory);
  for (const child of dominatedBy(heap, node)) {
    if (!isNamed(heap.graph.type(child))) continue;
    if (heap.retainedData[child] >= leastPart) large.push(child);
    else small.add(child);
  }
  const alike = small.atLeast(leastPart);
  const together =
    large.reduce((sum, part) => sum + heap.retainedData[part], 0) +
    alike.reduce((sum, { retained }) => sum + retained, 0);
  return together >= passesOn * all ? { large, alike } : undefined;
}

function heaviest(retained: Float64Array, nodes: Iterable<NodeIndex>): NodeIndex | undefined {
  let most: NodeIndex | undefined;
  for (const node of nodes) if (most === undefined || retained[node] > retained[most]) most = node;
  return most;
}

/** What a reader can look up by name; the bytes of a buffer are the buffer's. */
function isNamed(type: number): boolean {
  return type === NodeType.object || type === NodeType.closure || type === NodeType.regexp || isString(type);
}
