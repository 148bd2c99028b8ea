import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Accumulation, findAccumulations } from './accumulation.ts';
import type { AgedHeap } from './aged-heap.ts';
import { type EarlierCapture, lookUp, type ObjectId } from './earlier-captures.ts';
import { externalBytes } from './external-bytes.ts';
import { type GroupTree, groupByPath } from './groups.ts';
import { type Holding, resolveHolders } from './holders.ts';
import type { JointHolder } from './joint-holders.ts';
import {
  type GrowingSlot,
  growingSlots,
  isInside,
  type SlotCandidate,
  slotCandidates,
} from './replaced-slots.ts';
import { anchorsOf, isConfirmed, retainedOverTime } from './verification.ts';

/** Objects that pile up below one or several holders. */
export interface PileFinding {
  readonly shape: 'pile';
  readonly holding: Holding;
  /** The strongest first; all of them have a holder in common. */
  readonly piles: readonly Accumulation[];
  /** Data bytes that the holders' persistent owners retained at each capture. */
  readonly retained: readonly number[];
  /** Entries of the first holder at each earlier capture, where it is a container. */
  readonly entriesBefore: readonly (number | undefined)[];
  readonly bytesPerInterval: number;
  /** The part of all young bytes that is outside the JavaScript heap. */
  readonly externalBytes: number;
  readonly confirmed: boolean;
}

/** One value that is larger in every capture. */
export interface SlotFinding {
  readonly shape: 'slot';
  readonly holder: JointHolder;
  readonly slot: GrowingSlot;
  readonly bytesPerInterval: number;
  readonly confirmed: boolean;
}

export type GrowthFinding = PileFinding | SlotFinding;

/** What the last capture alone suspects, and what it has to ask the earlier ones. */
export interface GrowthQuestions {
  readonly heap: AgedHeap;
  readonly tree: GroupTree;
  readonly found: readonly Accumulation[];
  readonly holdings: ReadonlyMap<Accumulation, Holding>;
  readonly anchors: ReadonlyMap<Accumulation, readonly NodeIndex[]>;
  readonly candidates: readonly SlotCandidate[];
}

export function askGrowth(heap: AgedHeap): GrowthQuestions {
  const tree = groupByPath(heap);
  const found = findAccumulations(heap, tree);
  const holdings = resolveHolders(heap, tree, found);
  const anchors = new Map(found.map((one) => [one, anchorsOf(heap, holdings.get(one)!)]));
  return { heap, tree, found, holdings, anchors, candidates: slotCandidates(heap) };
}

/** Reads the answers out of one earlier capture. */
export function answerFrom(earlier: AgedHeap, questions: GrowthQuestions): EarlierCapture {
  const { heap, anchors, holdings, candidates } = questions;
  const idsOf = (nodes: Iterable<NodeIndex>) => new Set<ObjectId>(Array.from(nodes, (v) => heap.graph.id(v)));
  return lookUp(earlier, {
    anchors: idsOf([...anchors.values()].flat()),
    containers: idsOf([...holdings.values()].flatMap(({ holders }) => holders.map((holder) => holder.node))),
    slots: candidates,
  });
}

/** Judges what the last capture suspects by what the earlier ones say, oldest first. */
export function concludeGrowth(
  questions: GrowthQuestions,
  earlier: readonly EarlierCapture[],
): GrowthFinding[] {
  const { heap, tree, found, candidates } = questions;
  const external = externalBytes(heap, tree, found);
  const piles = mergeByHolder(
    found.map((one) => ({ ...pileFinding(questions, one, earlier), externalBytes: external.get(one)! })),
  );
  const slots = growingSlots(heap, tree, candidates, earlier, found)
    .map((slot) => slotFinding(heap, slot))
    .filter((finding) => !piles.some((pile) => overlaps(heap, pile, finding)));
  return [...piles, ...slots].sort((a, b) => b.bytesPerInterval - a.bytesPerInterval);
}

function pileFinding(
  questions: GrowthQuestions,
  accumulation: Accumulation,
  earlier: readonly EarlierCapture[],
): Omit<PileFinding, 'externalBytes'> {
  const retained = retainedOverTime(questions.heap, questions.anchors.get(accumulation)!, earlier);
  const holding = questions.holdings.get(accumulation)!;
  const first = holding.holders.at(0)?.node;
  return {
    shape: 'pile',
    holding,
    piles: [accumulation],
    retained,
    entriesBefore:
      first === undefined
        ? []
        : earlier.map((capture) => capture.entries.get(questions.heap.graph.id(first))),
    bytesPerInterval: accumulation.bytesPerInterval,
    confirmed: isConfirmed(accumulation, retained),
  };
}

function slotFinding(heap: AgedHeap, slot: GrowingSlot): SlotFinding {
  return {
    shape: 'slot',
    holder: { node: heap.ownerOf(slot.owner), share: 1 },
    slot,
    bytesPerInterval: slot.bytesPerInterval,
    confirmed: heap.intervals > 2,
  };
}

/** Several piles below one holder are one leak seen from several sides. */
function mergeByHolder(findings: readonly PileFinding[]): PileFinding[] {
  const merged: PileFinding[] = [];
  const byHolder = new Map<NodeIndex, number>();
  for (const finding of findings.toSorted((a, b) => b.bytesPerInterval - a.bytesPerInterval)) {
    const nodes = finding.holding.holders.map((holder) => holder.node);
    const at = nodes.map((node) => byHolder.get(node)).find((index) => index !== undefined);
    const index = at ?? merged.length;
    if (at === undefined) merged.push(finding);
    else merged[at] = join(merged[at], finding);
    for (const node of nodes) if (!byHolder.has(node)) byHolder.set(node, index);
  }
  return merged;
}

function join(first: PileFinding, second: PileFinding): PileFinding {
  return {
    ...first,
    holding: { ...first.holding, holders: joinHolders(first, second) },
    piles: [...first.piles, ...second.piles],
    bytesPerInterval: first.bytesPerInterval + second.bytesPerInterval,
    externalBytes: first.externalBytes + second.externalBytes,
    confirmed: first.confirmed || second.confirmed,
  };
}

/** Every holder of either finding, with its share of the objects of both. */
function joinHolders(first: PileFinding, second: PileFinding): JointHolder[] {
  const total = newborn(first) + newborn(second);
  const shares = new Map<NodeIndex, number>();
  for (const finding of [first, second]) {
    for (const { node, share } of finding.holding.holders) {
      shares.set(node, (shares.get(node) ?? 0) + (share * newborn(finding)) / total);
    }
  }
  return [...shares].map(([node, share]) => ({ node, share }));
}

function newborn({ piles }: PileFinding): number {
  let count = 0;
  for (const { group } of piles) for (let a = 1; a < group.births.length; a++) count += group.births[a];
  return Math.max(1, count);
}

function overlaps(heap: AgedHeap, pile: PileFinding, { slot, holder }: SlotFinding): boolean {
  return pile.holding.holders.some(
    ({ node }) =>
      node === holder.node ||
      node === slot.target ||
      isInside(heap, node, slot.target) ||
      (node > 0 && isInside(heap, slot.owner, node)),
  );
}
