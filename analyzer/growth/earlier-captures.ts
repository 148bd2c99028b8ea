import { keysOf } from '../graph/dictionaries.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type Entry, entriesOf } from '../heap/container-entries.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** An object id of V8: the same object has the same id in every capture of one session. */
export type ObjectId = number;

/** A place in a persistent object: the edge named `edge` of the object `owner`. */
export interface Slot {
  readonly owner: ObjectId;
  readonly edge: SlotEdge;
}

/** The edge's type and its name or index: unique within an object. */
export type SlotEdge = string;

/** What one earlier capture says of the objects that the last one made interesting. */
export interface EarlierAnswers {
  /** Data bytes retained by each object asked for; absent if it did not live yet. What is likely if `bounds` has it. */
  readonly retained: ReadonlyMap<ObjectId, number>;
  /** Of objects whose retained bytes are not known exactly. */
  readonly bounds: ReadonlyMap<ObjectId, RetainedBounds>;
  /** Number of entries of each container asked for, or of its keys if it was no container yet; absent if it did not live yet. */
  readonly entries: ReadonlyMap<ObjectId, number>;
  /** The objects in each container asked for, by the container; absent if it did not live yet. */
  readonly members: ReadonlyMap<ObjectId, readonly ObjectId[]>;
  /** Size and id of what each slot asked for pointed at; absent if the owner did not live yet. */
  readonly slots: ReadonlyMap<string, SlotContent>;
}

export interface RetainedBounds {
  readonly least: number;
  readonly most: number;
  readonly likely: number;
}

export interface SlotContent {
  readonly size: number;
  readonly target: ObjectId;
}

export const emptySlot: SlotContent = { size: 0, target: 0 };

export function slotKey(slot: Slot): string {
  return `${slot.owner} ${slot.edge}`;
}

/** The slots of a node: edge name to the edge that counts. Where a name repeats, the first one. */
function slotsOf(heap: AgedHeap, v: NodeIndex): Map<SlotEdge, number> {
  const { graph, edges } = heap;
  const slots = new Map<SlotEdge, number>();
  for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
    if (edges[e] === 0) continue;
    const name = slotEdge(heap, e);
    if (!slots.has(name)) slots.set(name, e);
  }
  return slots;
}

export function slotEdge(heap: AgedHeap, edge: number): SlotEdge {
  return `${heap.graph.edgeTypeName(edge)} ${heap.graph.edgeNameOrIndex(edge)}`;
}

/** The bytes a slot stands for: all that its target keeps alive if the owner holds it alone, else its own size. */
export function slotContent(heap: AgedHeap, owner: NodeIndex, edge: number): SlotContent {
  const target = heap.graph.edgeTarget(edge);
  return {
    size: isHeldAlone(heap, owner, edge) ? heap.retainedData[target] : heap.graph.selfSize(target),
    target: heap.graph.id(target),
  };
}

export function isHeldAlone({ graph, tree }: AgedHeap, owner: NodeIndex, edge: number): boolean {
  return tree.idom[graph.edgeTarget(edge)] === owner;
}

/** What the last capture wants to know of the earlier ones. */
export interface Questions {
  readonly owners: ReadonlySet<ObjectId>;
  readonly containers: ReadonlySet<ObjectId>;
  /** Containers of which it matters what they held. */
  readonly ofMany: ReadonlySet<ObjectId>;
  readonly slots: readonly Slot[];
}

export function byOwner<Asked extends Slot>(slots: readonly Asked[]): Map<ObjectId, Asked[]> {
  const owners = new Map<ObjectId, Asked[]>();
  for (const slot of slots) {
    const known = owners.get(slot.owner);
    if (known === undefined) owners.set(slot.owner, [slot]);
    else known.push(slot);
  }
  return owners;
}

/** Looks up in one capture what the last one asks for. */
export function lookUp(heap: AgedHeap, { owners, containers, ofMany, slots }: Questions): EarlierAnswers {
  const slotsByOwner = byOwner(slots);
  const retained = new Map<ObjectId, number>();
  const entries = new Map<ObjectId, number>();
  const members = new Map<ObjectId, readonly ObjectId[]>();
  const contents = new Map<string, SlotContent>();
  const { nodeId, nodeCount } = heap.graph.columns;
  for (let v = 0; v < nodeCount; v++) {
    const id = nodeId[v];
    if (owners.has(id)) retained.set(id, heap.retainedData[v]);
    if (containers.has(id)) entries.set(id, entriesOf(heap, v)?.length ?? keysOf(heap.graph, v));
    if (ofMany.has(id)) members.set(id, membersOf(heap.graph, entriesOf(heap, v)));
    const wanted = slotsByOwner.get(id);
    if (wanted === undefined) continue;
    const present = slotsOf(heap, v);
    for (const slot of wanted) {
      const edge = present.get(slot.edge);
      contents.set(slotKey(slot), edge === undefined ? emptySlot : slotContent(heap, v, edge));
    }
  }
  return { retained, bounds: new Map(), entries, members, slots: contents };
}

/** The value of each entry, or the key if there is none. */
export function membersOf(
  graph: { id(node: NodeIndex): ObjectId },
  entries: readonly Entry[] | undefined,
): ObjectId[] {
  return (entries ?? []).flatMap(({ key, value }) => {
    const member = value ?? key;
    return member === undefined ? [] : graph.id(member);
  });
}
