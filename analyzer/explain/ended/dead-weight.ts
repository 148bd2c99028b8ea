import { count } from '../../../format/quantities.ts';
import {
  deadWeightLimits as limits,
  confidenceWeights as weights,
} from '../../../judgement/parameters/confidence.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { birthOfEntry, entriesOf } from '../../heap/container-entries.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';
import type { Subject } from '../subject.ts';
import { EndedNodes, type EndedOwner } from './ended-owners.ts';

/** So many entries are looked at, the newest first. */
const mostEntries = 200;
/** An entry has its socket or child in a field, or in an object in a field. */
const mostSteps = 3;
const mostNodesEach = 60;

/**
 * Entries that keep what has ended: closed sockets, exited children, cleared timers. What is over needs no memory, so
 * this speaks for a leak.
 */
export function deadWeightSignal(
  subject: Subject,
): { readonly weight: number; readonly text: string } | undefined {
  const entries = newestEntries(subject);
  if (entries.length < limits.fewestEntries) return undefined;
  const ended = new EndedNodes(subject.heap);
  const numbers = new Map<EndedOwner, number>();
  for (const entry of entries) {
    const owner = endedIn(subject.heap, entry, ended);
    if (owner !== undefined) numbers.set(owner, (numbers.get(owner) ?? 0) + 1);
  }
  const [most] = [...numbers].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  const [{ one, many }, number] = most;
  if (number < limits.endedShare * entries.length) return undefined;
  const all =
    number === entries.length ? `all ${count(number)}` : `${count(number)} of the ${count(entries.length)}`;
  const isItself = entries.some((entry) => ended.kindOf(entry) === most[0]);
  const text = isItself ? `${all} newest entries are ${many}` : `${all} newest entries keep ${one}`;
  return { weight: weights.deadWeight, text };
}

function newestEntries({ heap, finding, holder }: Subject): readonly NodeIndex[] {
  if (finding.shape !== 'pile') return [];
  const contained = holder === undefined ? undefined : entriesOf(heap, holder);
  const young =
    contained === undefined
      ? finding.piles[0].group.members.filter((node) => heap.birth[node] > 0)
      : contained.flatMap((entry) => (birthOfEntry(heap, entry) > 0 ? (entry.value ?? entry.key ?? []) : []));
  return young.toSorted((a, b) => heap.birth[b] - heap.birth[a]).slice(0, mostEntries);
}

/** The first that has ended among the entry and what only it retains. */
function endedIn(heap: AgedHeap, entry: NodeIndex, ended: EndedNodes): EndedOwner | undefined {
  const { graph, tree } = heap;
  const seen = new Set([entry]);
  let ring: NodeIndex[] = [entry];
  for (let step = 0; ring.length > 0; step++) {
    for (const node of ring) {
      const owner = ended.kindOf(node);
      if (owner !== undefined) return owner;
    }
    if (step === mostSteps) return undefined;
    const next: NodeIndex[] = [];
    for (const node of ring) {
      for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
        const target = graph.edgeTarget(edge);
        if (seen.has(target) || !seen.has(tree.idom[target])) continue;
        if (seen.size === mostNodesEach) return undefined;
        seen.add(target);
        next.push(target);
      }
    }
    ring = next;
  }
  return undefined;
}
