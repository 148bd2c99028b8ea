import type { NodeIndex } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { AgedHeap } from './aged-heap.ts';
import type { EarlierCapture } from './earlier-captures.ts';
import { externalBytes } from './external-bytes.ts';
import { leastPerInterval } from './groups.ts';
import { type GrowingTable, growingTables } from './growing-tables.ts';
import type { CountedContainer, GrowthQuestions } from './growth-questions.ts';
import type { Holding } from './holders.ts';
import { type JointHolder, leastShare } from './joint-holders.ts';
import { type GrowingSlot, growingSlots } from './replaced-slots.ts';
import { entriesGrewAlong, grewAlong, retainedOverTime } from './verification.ts';

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
  /** It gains less from interval to interval, and is not confirmed for that. */
  readonly slowing?: true;
  /** It is slowing, and will hardly gain any more at this pace. */
  readonly nearlyFull?: true;
}

export interface ContainerHistory {
  /** The entries of the last capture by birth. */
  readonly born: readonly number[];
  /** How many there were at each capture. */
  readonly entries: readonly number[];
}

/** False for the top of a chain or a tree: what grows hangs below its entries, and their number says nothing. */
export function gainedEntries(container: ContainerHistory | undefined): container is ContainerHistory {
  return container?.born.slice(1).some((count) => count > 0) ?? false;
}

/** One value that is larger in every capture. */
export interface SlotFinding {
  readonly shape: 'slot';
  readonly holder: JointHolder;
  readonly slot: GrowingSlot;
  /** Where the value is the table of a container: its entries. */
  readonly table?: GrowingTable;
  readonly bytesPerInterval: number;
  readonly confirmed: boolean;
  /** As of a pile; also of a table whose store became larger only once. */
  readonly slowing?: true;
  /** As of a pile. */
  readonly nearlyFull?: true;
}

export type GrowthFinding = PileFinding | SlotFinding;

/** Judges what the last capture suspects by what the earlier ones say, oldest first. */
export function concludeGrowth(
  questions: GrowthQuestions,
  earlier: readonly EarlierCapture[],
): GrowthFinding[] {
  const { heap, tree, found } = questions;
  const external = externalBytes(heap, tree, found);
  const piles = mergeByHolder(
    found.map((one) => ({ ...pileFinding(questions, one, earlier), externalBytes: external.get(one)! })),
  );
  const tables = growingTables(heap, questions.tables, earlier);
  const slots = growingSlots(heap, questions, earlier, tables).map((slot) => slotFinding(heap, slot));
  return [...piles, ...slots, ...tables.map((table) => tableFinding(heap, table))].sort(
    (a, b) => b.bytesPerInterval - a.bytesPerInterval,
  );
}

function pileFinding(
  questions: GrowthQuestions,
  accumulation: Accumulation,
  earlier: readonly EarlierCapture[],
): Omit<PileFinding, 'externalBytes'> {
  const { heap, anchors, holdings, containers } = questions;
  const { group, residue, bytesPerInterval } = accumulation;
  const holding = holdings.get(accumulation)!;
  const retained = retainedOverTime(heap, anchors.get(accumulation)!, earlier);
  const container = containerHistory(heap, containers.get(accumulation), earlier);
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
    ? entriesGrewAlong(container.born, container.entries)
    : grewAlong(born, retained);
}

/** The entries of a container over time, where every earlier capture knows it. */
function containerHistory(
  heap: AgedHeap,
  container: CountedContainer | undefined,
  earlier: readonly EarlierCapture[],
): ContainerHistory | undefined {
  if (container === undefined || earlier.length === 0) return undefined;
  const { node, born } = container;
  const before = earlier.flatMap((capture) => capture.entries.get(heap.graph.id(node)) ?? []);
  if (before.length < earlier.length) return undefined;
  return { born, entries: [...before, born.reduce((sum, count) => sum + count, 0)] };
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

function tableFinding(heap: AgedHeap, table: GrowingTable): SlotFinding {
  const { owner, edge, target, entries, bytesPerEntry, bytesPerInterval, isOneStep } = table;
  const sizes = entries.map((count) => Math.round(count * bytesPerEntry));
  const slot = { owner, edge, target, sizes, bytesPerInterval, replaced: false, everyInterval: !isOneStep };
  return {
    shape: 'slot',
    holder: { node: owner, share: 1 },
    slot,
    table,
    bytesPerInterval,
    confirmed: heap.intervals > 2 && !isOneStep,
    ...(isOneStep ? { slowing: true } : {}),
  };
}

/** Several piles below one holder are one leak seen from several sides. */
function mergeByHolder(findings: readonly PileFinding[]): PileFinding[] {
  const merged: PileFinding[] = [];
  const byHolder = new Map<NodeIndex, number>();
  const byProof = findings.toSorted(
    (a, b) => Number(b.confirmed) - Number(a.confirmed) || b.bytesPerInterval - a.bytesPerInterval,
  );
  for (const finding of byProof) {
    const nodes = finding.holding.holders.map((holder) => holder.node);
    const at = nodes.map((node) => byHolder.get(node)).find((index) => index !== undefined);
    const index = at ?? merged.length;
    if (at === undefined) merged.push(finding);
    // What the earlier captures refute comes and goes: it is no part of what stays.
    else if (merged[at].confirmed === finding.confirmed) merged[at] = join(merged[at], finding);
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

/**
 * The holders of either finding, with their share of both by bytes: small parts of large objects may have many holders,
 * as a string has that stands in a log as well, and these do not keep the objects.
 */
function joinHolders(first: PileFinding, second: PileFinding): JointHolder[] {
  const total = newborn(first) + newborn(second);
  const shares = new Map<NodeIndex, number>();
  for (const finding of [first, second]) {
    for (const { node, share } of finding.holding.holders) {
      shares.set(node, (shares.get(node) ?? 0) + (share * newborn(finding)) / total);
    }
  }
  const joined = [...shares].map(([node, share]) => ({ node, share })).sort((a, b) => b.share - a.share);
  return joined.filter(({ share }, k) => k === 0 || share >= leastShare);
}

function newborn({ born }: PileFinding): number {
  return Math.max(
    1,
    born.slice(1).reduce((sum, bytes) => sum + bytes, 0),
  );
}
