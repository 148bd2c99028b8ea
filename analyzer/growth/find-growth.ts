import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { type Accumulation, findAccumulations } from './accumulation.ts';
import type { AgedHeap } from './aged-heap.ts';
import { birthOfEntry, entriesOf } from './container-entries.ts';
import { type EarlierCapture, lookUp, type ObjectId } from './earlier-captures.ts';
import { externalBytes } from './external-bytes.ts';
import { type GroupTree, groupByPath, leastPerInterval } from './groups.ts';
import { type Holding, resolveHolders } from './holders.ts';
import type { JointHolder } from './joint-holders.ts';
import {
  type GrowingSlot,
  growingSlots,
  isInside,
  type SlotCandidate,
  slotCandidates,
} from './replaced-slots.ts';
import { anchorsOf, grewAlong, retainedOverTime } from './verification.ts';

/** Objects that pile up below one or several holders. */
export interface PileFinding {
  readonly shape: 'pile';
  readonly holding: Holding;
  /** The strongest first; all of them have a holder in common. */
  readonly piles: readonly Accumulation[];
  /** Data bytes that the holders' persistent owners retained at each capture. */
  readonly retained: readonly number[];
  /** Data bytes by birth that the last capture says were added; index 0 is not judged. */
  readonly born: readonly number[];
  /** What the first holder contained over time, where it is a container that was there at every capture. */
  readonly container?: ContainerHistory;
  readonly bytesPerInterval: number;
  /** The part of all young bytes that is outside the JavaScript heap. */
  readonly externalBytes: number;
  readonly confirmed: boolean;
}

export interface ContainerHistory {
  /** The entries of the last capture by birth. */
  readonly born: readonly number[];
  /** How many there were at each capture. */
  readonly entries: readonly number[];
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
  const { heap, anchors, holdings } = questions;
  const { group, residue, bytesPerInterval } = accumulation;
  const holding = holdings.get(accumulation)!;
  const retained = retainedOverTime(heap, anchors.get(accumulation)!, earlier);
  const container = containerHistory(heap, holding, earlier);
  const born = [...(residue ? group.bytes : group.newborn)];
  return {
    shape: 'pile',
    holding,
    piles: [accumulation],
    retained,
    born,
    ...(container === undefined ? {} : { container }),
    bytesPerInterval,
    confirmed: isConfirmed(container, born, retained),
  };
}

/** Entries are counted exactly where there is a container; bytes of an owner far above are moved by others as well. */
function isConfirmed(
  container: ContainerHistory | undefined,
  born: ArrayLike<number>,
  retained: readonly number[],
): boolean {
  return container !== undefined && leastPerInterval(container.born) > 0
    ? grewAlong(container.born, container.entries)
    : grewAlong(born, retained);
}

/** The entries of the first holder over time, where it is a container that holds them itself. */
function containerHistory(
  heap: AgedHeap,
  { holders, spread }: Holding,
  earlier: readonly EarlierCapture[],
): ContainerHistory | undefined {
  const [first] = holders;
  if (earlier.length === 0) return undefined;
  const now = first === undefined || spread > 1 ? undefined : entriesOf(heap, first.node);
  if (now === undefined) return undefined;
  const before = earlier.flatMap((capture) => capture.entries.get(heap.graph.id(first.node)) ?? []);
  if (before.length < earlier.length) return undefined;
  const born = new Array<number>(heap.intervals).fill(0);
  for (const entry of now) born[birthOfEntry(heap, entry)]++;
  return { born, entries: [...before, now.length] };
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
  const born = first.born.map((bytes, a) => bytes + second.born[a]);
  return {
    ...first,
    born,
    holding: { ...first.holding, holders: joinHolders(first, second) },
    piles: [...first.piles, ...second.piles],
    bytesPerInterval: first.bytesPerInterval + second.bytesPerInterval,
    externalBytes: first.externalBytes + second.externalBytes,
    confirmed: isConfirmed(first.container ?? second.container, born, first.retained),
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
