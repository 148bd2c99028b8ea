import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { structureOf } from './structure.ts';

/** So many of them tell who holds the rest. */
const sampled = 64;
const mostNamed = 2;

/** The holders that most of these objects have in common, as expressions. */
export function jointHolders(
  heap: AgedHeap,
  nodes: readonly NodeIndex[],
  expressionOf: (node: NodeIndex) => string,
): readonly string[] {
  const isStructure = structureOf(heap);
  const { first, from } = heap.retainers;
  const step = Math.max(1, Math.floor(nodes.length / sampled));
  const held = new Map<NodeIndex, number>();
  for (let i = 0; i < nodes.length; i += step) {
    const owners = new Set<NodeIndex>();
    for (let r = first[nodes[i]]; r < first[nodes[i] + 1]; r++) owners.add(heap.ownerOf(from[r]));
    for (const owner of owners) if (!isStructure(owner)) held.set(owner, (held.get(owner) ?? 0) + 1);
  }
  const looked = Math.ceil(nodes.length / step);
  return [...held]
    .filter(([, times]) => times >= looked / 2)
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostNamed)
    .map(([owner]) => expressionOf(owner))
    .filter((expression) => expression !== '');
}
