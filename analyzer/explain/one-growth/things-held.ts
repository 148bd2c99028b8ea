import { mostEdgesOfEntry } from '../../../judgement/parameters/merging.ts';
import { type GrowthFinding, gainedEntries, type PileFinding } from '../../growth/findings.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { entriesOf } from '../../heap/container-entries.ts';
import { isString, scopeName } from '../../parse/node-kinds.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';

/** What a place that grows has gained: objects and strings that another place may hold as well. */
export interface ThingsHeld {
  /** New entries by interval. */
  readonly gained: readonly number[];
  readonly objects: ReadonlySet<NodeIndex>;
  /** Strings that are keys. Others are not: the id of an operation may be in each of the leaks that it feeds. */
  readonly keys: ReadonlySet<NodeIndex>;
}

/**
 * The new entries of a finding with their keys, and what they refer to without owning it. Undefined if nothing is born in
 * it: one value that grows has no entries.
 */
export function thingsHeld(heap: AgedHeap, finding: GrowthFinding): ThingsHeld | undefined {
  if (finding.shape === 'slot') return undefined;
  const objects = new Set<NodeIndex>();
  const keys = new Set<NodeIndex>();
  const gained = new Array<number>(heap.intervals).fill(0);
  finding.piles.forEach(({ group }, pile) => {
    for (const member of group.members) {
      if (heap.birth[member] === 0) continue;
      if (pile === 0) gained[heap.birth[member]]++;
      if (isThing(heap, member)) objects.add(member);
      addShared(heap, member, objects);
    }
  });
  for (const container of containersOf(finding)) addEntries(heap, container, { objects, keys });
  return { gained: gained.slice(1), objects, keys };
}

function containersOf({ holding, container }: PileFinding): readonly NodeIndex[] {
  return gainedEntries(container) ? [holding.holders[0].node] : [];
}

function addEntries(
  heap: AgedHeap,
  container: NodeIndex,
  { objects, keys }: { readonly objects: Set<NodeIndex>; readonly keys: Set<NodeIndex> },
): void {
  for (const { key, value } of entriesOf(heap, container) ?? []) {
    for (const node of [key, value]) if (node !== undefined && isThing(heap, node)) objects.add(node);
    if (key !== undefined && heap.birth[key] > 0 && isString(heap.graph.type(key))) keys.add(key);
  }
}

/** What only the entry holds cannot be in another place. */
function addShared(heap: AgedHeap, entry: NodeIndex, nodes: Set<NodeIndex>): void {
  const { graph, tree, edges } = heap;
  const end = Math.min(graph.endEdge(entry), graph.firstEdge(entry) + mostEdgesOfEntry);
  for (let edge = graph.firstEdge(entry); edge < end; edge++) {
    const to = graph.edgeTarget(edge);
    if (edges[edge] !== 0 && tree.idom[to] !== entry && isThing(heap, to)) nodes.add(to);
  }
}

/** A young object. A scope is shared by all functions that one call made, also by those that belong to separate leaks. */
function isThing({ graph, birth, noise }: AgedHeap, node: NodeIndex): boolean {
  return (
    birth[node] > 0 && noise[node] === 0 && !isString(graph.type(node)) && graph.rawName(node) !== scopeName
  );
}
