import { linkLimits } from '../../../judgement/parameters/kinds.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { Label } from '../../heap/hanging.ts';
import { EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';
import { type Inspector, quoted } from '../inspector.ts';
import { remedies } from '../remedies.ts';
import type { Subject } from '../subject.ts';

/** A budget of work: so many members show whether a structure is a chain, a tree or a list with links in both directions. */
const mostAsked = 20_000;

/** Objects of one class that hang on each other: linked lists, trees, prototype chains, chains of contexts. */
export const linkedLists: Inspector = {
  name: 'linked lists',
  inspect(subject) {
    const structure = structureOf(subject);
    if (structure === undefined) return undefined;
    const prototypes = structure === 'chain' && subject.entryPath.some((step) => step.edge === '.__proto__');
    return {
      kind: 'linked-list',
      what: `${prototypes ? 'prototype chain' : structure} of ${linkClass(subject)} at ${quoted(subject)}`,
      gains: structure === 'tree' ? 'branches' : 'links',
      remedy: prototypes
        ? [
            'each object has the previous one as its prototype (`Object.create(previous)`): create all of them from one fixed prototype',
          ]
        : structure === 'tree'
          ? ['remove a path when its session, request or job ends, together with branches that become empty']
          : remedies.chain,
    };
  },
};

/** Whether a container is only the top of what hangs on each other: its own entries do not grow. */
export function isTopOfChain({ finding, survivors }: Subject): boolean {
  if (finding.shape === 'slot' || finding.piles[0].group.links === 0) return false;
  const { container } = finding;
  const [first, ...gained] = container?.born ?? survivors.counts;
  return container !== undefined && first >= 0 && gained.every((count) => count === 0);
}

function structureOf(subject: Subject): 'chain' | 'tree' | 'doubly linked list' | undefined {
  const { finding, heap } = subject;
  if (finding.shape !== 'pile') return undefined;
  const { group } = finding.piles[0];
  if (group.links > 0 || group.label === Label.link) {
    return branches(heap, group.members) ? 'tree' : 'chain';
  }
  return group.label === Label.jointly && isLinkedBothWays(heap.graph, group.members)
    ? 'doubly linked list'
    : undefined;
}

/** A Map below a Map hangs on it by a table: the Maps are the links. */
function linkClass({ heap, entry, entryClass }: Subject): string {
  return heap.isBackingStore(entry) ? heap.names.className(heap.ownerOf(entry)) : entryClass;
}

export function branches(heap: Pick<AgedHeap, 'ownerOf' | 'tree'>, members: readonly NodeIndex[]): boolean {
  const asked = members.slice(-mostAsked).map((v) => heap.ownerOf(v));
  return asked.length >= linkLimits.branchesFrom * new Set(asked.map((v) => heap.tree.idom[v])).size;
}

/** By two properties nearly every member leads to another one of its class. */
export function isLinkedBothWays(graph: HeapGraph, members: readonly NodeIndex[]): boolean {
  const isMember = new Set(members);
  const asked = members.slice(-mostAsked);
  const uses = new Map<string | number, number>();
  for (const v of asked) {
    for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
      const to = graph.edgeTarget(e);
      if (graph.edgeType(e) !== EdgeType.property || to === v || !isMember.has(to)) continue;
      const name = graph.edgeNameOrIndex(e);
      uses.set(name, (uses.get(name) ?? 0) + 1);
    }
  }
  return [...uses.values()].filter((count) => count >= linkLimits.linkedShare * asked.length).length >= 2;
}
