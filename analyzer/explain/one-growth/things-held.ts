import { mostEdgesOfEntry } from '../../../judgement/parameters/merging.ts';
import { type GrowthFinding, gainedEntries, type PileFinding } from '../../growth/findings.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { entriesOf } from '../../heap/container-entries.ts';
import { scopeName } from '../../parse/node-kinds.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';

/** What a place that grows has gained: objects and strings that another place may hold as well. */
export interface ThingsHeld {
  /** New entries by interval. */
  readonly gained: readonly number[];
  readonly nodes: ReadonlySet<NodeIndex>;
}

/**
 * The new entries of a finding with their keys, and what they refer to without owning it. Undefined if nothing is born in
 * it: one value that grows has no entries.
 */
export function thingsHeld(heap: AgedHeap, finding: GrowthFinding): ThingsHeld | undefined {
  if (finding.shape === 'slot') return undefined;
  const nodes = new Set<NodeIndex>();
  const gained = new Array<number>(heap.intervals).fill(0);
  finding.piles.forEach(({ group }, pile) => {
    for (const member of group.members) {
      if (heap.birth[member] === 0) continue;
      if (pile === 0) gained[heap.birth[member]]++;
      nodes.add(member);
      addShared(heap, member, nodes);
    }
  });
  for (const container of containersOf(finding)) addEntries(heap, container, nodes);
  return { gained: gained.slice(1), nodes };
}

function containersOf({ holding, container }: PileFinding): readonly NodeIndex[] {
  return gainedEntries(container) ? [holding.holders[0].node] : [];
}

function addEntries(heap: AgedHeap, container: NodeIndex, nodes: Set<NodeIndex>): void {
  for (const { key, value } of entriesOf(heap, container) ?? []) {
    for (const node of [key, value]) if (node !== undefined && isThing(heap, node)) nodes.add(node);
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

/** Young data. A scope is shared by all functions that one call made, also by those that belong to separate leaks. */
function isThing({ graph, birth, noise }: AgedHeap, node: NodeIndex): boolean {
  return birth[node] > 0 && noise[node] === 0 && graph.rawName(node) !== scopeName;
}
