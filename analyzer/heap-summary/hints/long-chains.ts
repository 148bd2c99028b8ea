import { count } from '../../../format/quantities.ts';
import type { Inventory } from '../../inventory/open-inventory.ts';
import { isCode, isString } from '../../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';
import type { FoundHint } from './hint.ts';

/** A list of this many links is no nesting of data that a person wrote. */
export const longChainFrom = 1_000;

/** Objects of one class that each retain the next one, directly or over one object between them. The longest only. */
export function longChains({ heap, words, census }: Inventory): readonly FoundHint[] {
  const { graph, tree } = heap;
  const { classOf } = census;
  const links = new Uint32Array(graph.nodeCount);
  const above = new Int32Array(graph.nodeCount);
  let tail = 0;
  for (let i = 1; i < tree.reachable; i++) {
    const node = tree.order[i];
    const type = graph.type(node);
    const owner = tree.idom[node];
    // A store passes on whose it is; strings and code have chains of the engine's own.
    above[node] = heap.isBackingStore(owner) ? above[owner] : owner;
    if (heap.isBackingStore(node) || isCode(type) || isString(type) || type === NodeType.synthetic) continue;
    const parent = above[node];
    const grandparent = above[parent];
    links[node] =
      classOf[parent] === classOf[node]
        ? links[parent] + 1
        : parent > 0 && grandparent > 0 && classOf[grandparent] === classOf[node]
          ? links[grandparent] + 1
          : 1;
    if (links[node] > links[tail] && !heap.isObserved(node)) tail = node;
  }
  if (links[tail] < longChainFrom) return [];
  const chain = fromItsHead(heap, chainTo(tail, links, above));
  if (chain.length < longChainFrom) return [];
  const text = `chain of ${count(chain.length)} × ${words.className(tail)}, each retained by the one before`;
  return [{ kind: 'long-chain', node: chain[0], text, guess: false }];
}

/** The links up to the last one, the first in front. */
function chainTo(tail: NodeIndex, links: Uint32Array, above: Int32Array): NodeIndex[] {
  const chain = [tail];
  for (let node = above[tail]; node > 0 && links[chain[chain.length - 1]] > 1; node = above[node]) {
    if (links[node] === links[chain[chain.length - 1]] - 1) chain.push(node);
  }
  return chain.reverse();
}

/** Plain objects are all of one class: what leads to the first link by another name is the list's owner. */
function fromItsHead(heap: Inventory['heap'], chain: readonly NodeIndex[]): readonly NodeIndex[] {
  const nameOf = (at: number) => {
    const edge = heap.edgeBetween(chain[at], chain[at + 1]);
    return edge === -1 ? -1 : heap.graph.edgeNameIndex(edge);
  };
  const usual = nameOf(Math.floor(chain.length / 2));
  let head = 0;
  while (head < chain.length / 2 && nameOf(head) !== usual) head++;
  return chain.slice(head);
}
