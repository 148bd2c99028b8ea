import type { PathStep, Survivors } from '../../format/suspect.ts';
import type { Details } from '../details.ts';
import type { GrowthFinding, PileFinding, SlotFinding } from '../growth/findings.ts';
import type { Group } from '../growth/groups.ts';
import type { GrowingTable } from '../growth/growing-tables.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { birthOfEntry, type Entry, entriesOf } from '../heap/container-entries.ts';
import { Label } from '../heap/hanging.ts';
import { isString, scopeName } from '../parse/node-kinds.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { isHeldByRuntime, wayToProgram } from '../paths/program-function.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { describeEdge, describeNode, describeVariable, nativeListener } from '../paths/step-names.ts';
import { classInProperties } from '../paths/telling-names.ts';
import { sum } from '../totals.ts';
import type { Subject } from './subject.ts';

/** From a container that holds entries indirectly, at most this many steps down to an entry are shown. */
const mostStepsDown = 8;
/** So many entries are asked whether they lead to the program. */
const mostTried = 24;

/** Gathers what there is to know of one finding. */
export function describeSubject(
  heap: AgedHeap,
  paths: CheapestPaths,
  finding: GrowthFinding,
  details: Details,
): Subject {
  return finding.shape === 'pile'
    ? describePile(heap, paths, finding, details)
    : describeSlot(heap, paths, finding);
}

function describePile(heap: AgedHeap, paths: CheapestPaths, finding: PileFinding, details: Details): Subject {
  const { group, residue, tree } = finding.piles[0];
  const holder = finding.holding.holders.at(0)?.node;
  const isSpread = finding.holding.spread > 1 || tree;
  const entries = holder === undefined || isSpread ? undefined : entriesOf(heap, holder);
  const contained = middleEntry(heap, entries);
  const likely = contained ?? representative(heap, group, residue && !tree);
  const pathOf = (v: NodeIndex) => retainingPath(heap, paths, v);
  const isRuntimes = !residue && isHeldByRuntime(pathOf(holder ?? likely));
  const unled = [likely, []] as const;
  const [entry, way] = isRuntimes
    ? details.add('ways from entries to the program are', unled, () =>
        leadingToProgram(heap, likely, contained === undefined ? group.members : entriesLike(entries)),
      )
    : unled;
  const holderPath = pathOf(holder ?? entry);
  const survivors = pileSurvivors(heap, finding, entries);
  return {
    heap,
    finding,
    holder,
    holderClass: holder === undefined ? '' : heap.names.className(holder),
    holderPath: growingAtEnd(holderPath),
    entryPath:
      holder === undefined
        ? []
        : contained !== undefined
          ? [entryStep(heap, heap.names.className(holder) === 'Array' ? '[]' : '[key]', entry)]
          : tree
            ? [branchStep(heap, group, entry)]
            : entryPathOf(heap, group, holder, entry, sum(survivors.counts)),
    entry,
    entryClass: describeNode(heap, entry).name,
    wayToProgram: way,
    expression: expressionOf(holderPath),
    survivors,
    objectsPerInterval: middleOf(survivors.counts.slice(1)),
    bytesPerInterval: middleOf(survivors.bytes.slice(1)),
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
    ...describeVariable(heap, slot.owner, slot.edge),
    growing: true,
  };
  const path = heap.isBackingStore(slot.target) ? growingAtEnd(ownerPath) : [...ownerPath, step];
  if (finding.table !== undefined)
    return describeTable(heap, finding, finding.table, growingAtEnd(ownerPath));
  const bytes = byInterval(slot.sizes);
  return {
    heap,
    finding,
    holder: holder.node,
    holderClass: heap.names.className(holder.node),
    holderPath: path,
    entryPath: [],
    entry: slot.target,
    entryClass: value.name,
    wayToProgram: [],
    expression: expressionOf(path),
    survivors: { counts: bytes.map(() => 0), bytes },
    objectsPerInterval: 0,
    bytesPerInterval: middleOf(bytes.slice(1)),
  };
}

/** A container whose entries are older than itself, or are no nodes. */
function describeTable(
  heap: AgedHeap,
  finding: SlotFinding,
  table: GrowingTable,
  path: readonly PathStep[],
): Subject {
  const { owner, entries, entriesPerInterval } = table;
  const holderClass = heap.names.className(owner);
  const entry = table.isCounted ? middleEntry(heap, entriesOf(heap, owner), 'any') : undefined;
  return {
    heap,
    finding,
    holder: owner,
    holderClass,
    holderPath: path,
    entryPath: entry === undefined ? [] : [entryStep(heap, holderClass === 'Array' ? '[]' : '[key]', entry)],
    entry: entry ?? table.target,
    entryClass: entry === undefined ? 'number' : describeNode(heap, entry).name,
    wayToProgram: [],
    expression: expressionOf(path),
    survivors: { counts: byInterval(entries), bytes: byInterval(finding.slot.sizes) },
    objectsPerInterval: entriesPerInterval,
    bytesPerInterval: finding.bytesPerInterval,
  };
}

/** An entry that leads to a function of the program tells more than another: the first such one, if there is any. */
function leadingToProgram(
  heap: AgedHeap,
  likely: NodeIndex,
  others: readonly NodeIndex[],
): readonly [NodeIndex, readonly PathStep[]] {
  const young = others.filter((v) => heap.birth[v] > 0 && heap.noise[v] === 0);
  for (const entry of [likely, ...young.slice(-mostTried)]) {
    const way = wayToProgram(heap, entry);
    if (way.length > 0) return [entry, way];
  }
  return [likely, []];
}

function entriesLike(entries: readonly Entry[] | undefined): NodeIndex[] {
  return (entries ?? []).flatMap(({ key, value }) => value ?? key ?? []);
}

function byInterval(totals: readonly number[]): number[] {
  return totals.map((total, k) => (k === 0 ? total : total - totals[k - 1]));
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

function entryPathOf(
  heap: AgedHeap,
  group: Group,
  holder: NodeIndex,
  entry: NodeIndex,
  count: number,
): PathStep[] {
  if (entry === holder || isString(heap.graph.type(holder))) return [];
  return group.links > 0 ? [chainStep(heap, entry, count)] : pathDown(heap, holder, entry);
}

function entryStep(heap: AgedHeap, edge: string, entry: NodeIndex): PathStep {
  const described = describeNode(heap, entry);
  return { edge, ...described, ...classInProperties(heap, entry, described), kind: 'entry' };
}

/** A chain is one step: the edge from link to link, and how many there are. */
function chainStep(heap: AgedHeap, link: NodeIndex, repeats: number): PathStep {
  const before = heap.tree.idom[link];
  const edge = heap.edgeBetween(before, link);
  return {
    edge: edge < 0 ? '' : describeEdge(heap, before, edge),
    name: describeNode(heap, link).name,
    kind: 'chain',
    repeats,
  };
}

/** Branches hang on each other by keys, which are data. */
function branchStep(heap: AgedHeap, group: Group, branch: NodeIndex): PathStep {
  return {
    edge: '[key]',
    name: describeNode(heap, branch).name,
    kind: 'chain',
    repeats: group.members.length,
  };
}

/** The steps from a holder down to one entry along dominators; stops short if the entry is held jointly. */
function pathDown(heap: AgedHeap, holder: NodeIndex, entry: NodeIndex): PathStep[] {
  const nodes: NodeIndex[] = [];
  for (let v = entry; v > 0 && v !== holder && nodes.length < 4 * mostStepsDown; v = heap.tree.idom[v])
    nodes.push(v);
  const steps: PathStep[] = [];
  let from = holder;
  let isListener = false;
  for (const v of nodes.reverse()) {
    const edge = heap.edgeBetween(from, v);
    const folded = v !== entry && (heap.isBackingStore(v) || heap.graph.rawName(v) === scopeName);
    if (folded) isListener ||= heap.isListenerPart(v);
    else {
      const node = describeNode(heap, v);
      const told = edge < 0 ? '' : describeEdge(heap, from, edge);
      const label = isListener ? nativeListener : told;
      const variable = edge < 0 ? {} : describeVariable(heap, from, edge);
      const properties = classInProperties(heap, v, node);
      isListener = false;
      steps.push({
        edge: label,
        ...node,
        ...properties,
        ...variable,
        kind: v === entry ? 'entry' : node.kind,
      });
    }
    from = v;
  }
  return steps.slice(-mostStepsDown);
}

/** Entries by birth: of the container itself if the holder is one, else the members of the strongest group. */
function pileSurvivors(
  heap: AgedHeap,
  finding: PileFinding,
  entries: readonly Entry[] | undefined,
): Survivors {
  const { group, residue, tree } = finding.piles[0];
  const bytes = new Array<number>(heap.intervals).fill(0);
  for (const pile of finding.piles) for (let a = 1; a < bytes.length; a++) bytes[a] += pile.group.bytes[a];
  if (tree) return { counts: [...group.births], bytes };
  if (residue) return { counts: bytes.map(() => 0), bytes };
  const old = oldEntries(heap, finding, group);
  bytes[0] = old.bytes;
  if (entries !== undefined) {
    const counts = bytes.map(() => 0);
    for (const entry of entries) counts[birthOfEntry(heap, entry)]++;
    if (counts.slice(1).some((count) => count > 0)) {
      const first = entries.filter((entry) => birthOfEntry(heap, entry) === 0).flatMap(partsOf);
      bytes[0] = Math.max(bytes[0], bytesOfAll(heap, first));
      return { counts, bytes };
    }
  }
  const first = [...group.members.filter((v) => heap.birth[v] === 0), ...linksBehind(heap, group)];
  bytes[0] = Math.max(bytes[0], bytesOfAll(heap, first));
  return {
    counts: [...group.births].map((count, a) => (a === 0 ? Math.max(first.length, old.count) : count)),
    bytes,
  };
}

/** Old links behind those that were put in front of them: they hold nothing young, and are no members. */
function linksBehind(heap: AgedHeap, group: Group): NodeIndex[] {
  if (group.links === 0) return [];
  const { first, children } = heap.children;
  const { nodeType, nodeName } = heap.graph.columns;
  const like = representative(heap, group, false);
  const found: NodeIndex[] = [];
  const seen = new Set(group.members);
  const pending = [...group.members];
  for (let v = pending.pop(); v !== undefined; v = pending.pop()) {
    for (let k = first[v]; k < first[v + 1]; k++) {
      const link = children[k];
      const isLink = nodeType[link] === nodeType[like] && nodeName[link] === nodeName[like];
      if (!isLink || heap.birth[link] !== 0 || seen.has(link)) continue;
      seen.add(link);
      found.push(link);
      pending.push(link);
    }
  }
  return found;
}

function partsOf({ key, value }: Entry): NodeIndex[] {
  return [key, value].filter((v) => v !== undefined);
}

/** What these kept alive before the first capture, each node once: one of them may be inside another. */
function bytesOfAll(heap: AgedHeap, nodes: readonly NodeIndex[]): number {
  const { first, children } = heap.children;
  const pending = [...nodes];
  // Whatever else is below them has one dominator, and is met once.
  const isAsked = new Uint8Array(heap.graph.nodeCount);
  const isWalked = new Uint8Array(heap.graph.nodeCount);
  for (const v of nodes) isAsked[v] = 1;
  let bytes = 0;
  for (let v = pending.pop(); v !== undefined; v = pending.pop()) {
    if (heap.birth[v] === 0) bytes += heap.graph.selfSize(v);
    if (isWalked[v] === 1) continue;
    isWalked[v] = 1;
    for (let k = first[v]; k < first[v + 1]; k++) if (isAsked[children[k]] === 0) pending.push(children[k]);
  }
  return bytes;
}

/** The value, or else the key, of an entry that was added in a middle interval. */
function middleEntry(
  heap: AgedHeap,
  entries: readonly Entry[] | undefined,
  age: 'young' | 'any' = 'young',
): NodeIndex | undefined {
  const middle = heap.intervals - 2;
  const young = entries?.filter((entry) => birthOfEntry(heap, entry) > 0) ?? [];
  const entry =
    young.find((candidate) => birthOfEntry(heap, candidate) === middle) ??
    young.at(0) ??
    (age === 'any' ? entries?.at(-1) : undefined);
  return entry?.value ?? entry?.key;
}

/** The middle of the intervals, the lower of two: one busy or idle interval does not change it. */
function middleOf(perInterval: readonly number[]): number {
  const sorted = perInterval.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
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
