import type { PathStep, Survivors } from '../../format/report.ts';
import type { AgedHeap } from '../growth/aged-heap.ts';
import type { GrowthFinding, PileFinding, SlotFinding } from '../growth/find-growth.ts';
import { type Group, leastPerInterval } from '../growth/groups.ts';
import { Label } from '../growth/young-tree.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from './cheapest-path.ts';
import { entryBirths } from './collection-entries.ts';
import { expressionOf } from './expression.ts';
import { retainingPath } from './retaining-path.ts';
import { describeEdge, describeNode } from './step-names.ts';
import type { Subject } from './subject.ts';

/** From a container that holds entries indirectly, at most this many steps down to an entry are shown. */
const mostStepsDown = 8;

/** Gathers what there is to know of one finding. */
export function describeSubject(heap: AgedHeap, paths: CheapestPaths, finding: GrowthFinding): Subject {
  return finding.shape === 'pile' ? describePile(heap, paths, finding) : describeSlot(heap, paths, finding);
}

function describePile(heap: AgedHeap, paths: CheapestPaths, finding: PileFinding): Subject {
  const { group, residue } = finding.piles[0];
  const entry = representative(heap, group, residue);
  const holder = finding.holding.holders.at(0)?.node;
  const holderPath =
    holder === undefined ? retainingPath(heap, paths, entry) : retainingPath(heap, paths, holder);
  const survivors = residue ? bytesOnly(group) : pileSurvivors(heap, finding, holder);
  const entryClass = describeNode(heap, entry).name;
  return {
    heap,
    finding,
    holder,
    holderClass: holder === undefined ? '' : heap.names.className(holder),
    holderPath: growingAtEnd(holderPath),
    entryPath: holder === undefined || residue ? [] : pathDown(heap, holder, entry),
    entry,
    entryClass,
    expression: expressionOf(holderPath),
    survivors,
    objectsPerInterval: leastPerInterval(survivors.counts),
    bytesPerInterval: Math.round(finding.bytesPerInterval),
  };
}

function describeSlot(heap: AgedHeap, paths: CheapestPaths, finding: SlotFinding): Subject {
  const { slot, holder } = finding;
  const ownerPath = retainingPath(heap, paths, slot.owner);
  const value = describeNode(heap, slot.target);
  const step: PathStep = {
    edge: describeEdge(heap, slot.owner, slot.edge),
    name: value.name,
    kind: value.kind,
    growing: true,
  };
  const path = heap.isBackingStore(slot.target) ? growingAtEnd(ownerPath) : [...ownerPath, step];
  const bytes = slot.sizes.map((size, k) => (k === 0 ? size : size - slot.sizes[k - 1]));
  return {
    heap,
    finding,
    holder: holder.node,
    holderClass: heap.names.className(holder.node),
    holderPath: path,
    entryPath: [],
    entry: slot.target,
    entryClass: value.name,
    expression: expressionOf(path),
    survivors: { counts: bytes.map(() => 0), bytes },
    objectsPerInterval: 0,
    bytesPerInterval: Math.round(slot.bytesPerInterval),
  };
}

/** A member born in a middle interval shows best what keeps piling up. */
function representative(heap: AgedHeap, group: Group, residue: boolean): NodeIndex {
  if (residue) return group.members[0];
  const data = group.members.filter((v) => heap.noise[v] === 0);
  const wanted = heap.intervals - 2;
  return (
    data.find((v) => heap.birth[v] === wanted) ??
    data.find((v) => heap.birth[v] > 0) ??
    data[0] ??
    group.members[0]
  );
}

function growingAtEnd(path: readonly PathStep[]): PathStep[] {
  return path.map((step, i) => (i === path.length - 1 ? { ...step, growing: true } : step));
}

/** The steps from a holder down to one entry along dominators; stops short where the entry is held jointly. */
function pathDown(heap: AgedHeap, holder: NodeIndex, entry: NodeIndex): PathStep[] {
  const nodes: NodeIndex[] = [];
  for (let v = entry; v > 0 && v !== holder && nodes.length < 4 * mostStepsDown; v = heap.tree.idom[v])
    nodes.push(v);
  const steps: PathStep[] = [];
  let from = holder;
  for (const v of nodes.reverse()) {
    const edge = heap.edgeBetween(from, v);
    const folded = v !== entry && (heap.isBackingStore(v) || heap.graph.rawName(v) === 'system / Context');
    if (!folded) {
      const { name, kind, location } = describeNode(heap, v);
      const label = edge < 0 ? '' : describeEdge(heap, from, edge);
      const last = steps.at(-1);
      if (last !== undefined && last.edge === label && last.name === name) {
        steps[steps.length - 1] = { ...last, kind: 'chain', repeats: (last.repeats ?? 1) + 1 };
      } else {
        steps.push({
          edge: label,
          name,
          kind: v === entry ? 'entry' : kind,
          ...(location === undefined ? {} : { location }),
        });
      }
    }
    from = v;
  }
  return steps.slice(-mostStepsDown);
}

function bytesOnly(group: Group): Survivors {
  return { counts: [...group.births], bytes: [...group.bytes] };
}

/** Entries by birth. Maps and Sets are counted in their table, which also knows entries of small integers. */
function pileSurvivors(heap: AgedHeap, finding: PileFinding, holder: NodeIndex | undefined): Survivors {
  const { group } = finding.piles[0];
  const bytes = new Array<number>(heap.intervals).fill(0);
  for (const pile of finding.piles) for (let a = 1; a < bytes.length; a++) bytes[a] += pile.group.bytes[a];
  const counted = holder === undefined || finding.holding.spread > 1 ? undefined : entryBirths(heap, holder);
  const old = oldEntries(heap, finding, group);
  bytes[0] = old.bytes;
  if (counted !== undefined) return { counts: counted, bytes };
  return {
    counts: [...group.births].map((count, a) => (a === 0 ? Math.max(count, old.count) : count)),
    bytes,
  };
}

/** Entries from before the first capture: what the same containers hold of the same class. */
function oldEntries(heap: AgedHeap, finding: PileFinding, group: Group): { count: number; bytes: number } {
  const { graph, tree } = heap;
  const { nodeType, nodeName, edgeTo } = graph.columns;
  const like = representative(heap, group, false);
  const seen = new Set<NodeIndex>();
  let bytes = 0;
  for (const dominator of finding.holding.dominators) {
    for (let e = graph.firstEdge(dominator); e < graph.endEdge(dominator); e++) {
      const v = edgeTo[e];
      if (heap.birth[v] !== 0 || seen.has(v) || heap.edges[e] === 0) continue;
      const alike =
        nodeType[v] === nodeType[like] && (isString(nodeType[v]) || nodeName[v] === nodeName[like]);
      if (!alike || (group.label !== Label.jointly && tree.idom[v] !== dominator)) continue;
      seen.add(v);
      bytes += heap.retainedData[v];
    }
  }
  return { count: seen.size, bytes };
}

function isString(type: number): boolean {
  return type === NodeType.string || type === NodeType.consString || type === NodeType.slicedString;
}
