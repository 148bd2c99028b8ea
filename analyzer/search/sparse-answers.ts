import type { Bytes } from '../../format/units.ts';
import { keysOf } from '../graph/dictionaries.ts';
import { entriesInV8 } from '../graph/v8-tables/container-entries.ts';
import {
  byOwner,
  type EarlierAnswers,
  emptySlot,
  membersOf,
  type ObjectId,
  type RetainedBounds,
  type Slot,
  type SlotContent,
  slotKey,
} from '../growth/earlier-captures.ts';
import { isBookkeepingName } from '../heap/v8/bookkeeping.ts';
import { isNoteOfBrowser, isNoteOfScript } from '../heap/v8/browser-names.ts';
import { isCode } from '../parse/node-kinds.ts';
import { EdgeType, edgeTypes, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import type { LargeOwners } from './large-owners.ts';
import type { LastCaptureOwnership, RetainedIds } from './last-capture-ownership.ts';

/** More objects than this to be walked in a capture of so many nodes, and reading all of it is as fast. */
export function mostWalked(nodeCount: number): number {
  return Math.max(20_000, nodeCount / 12);
}

/** What the last capture asks, as far as an earlier one can answer without its dominators. */
export interface SparseQuestions {
  readonly ownership: LastCaptureOwnership;
  readonly owners: ReadonlyMap<ObjectId, RetainedIds>;
  /** Those that keep too much alive to be walked from. */
  readonly large: LargeOwners | undefined;
  /** Containers by id, with their class. */
  readonly containers: ReadonlyMap<ObjectId, string>;
  /** Containers of which it matters what they held, with their class. */
  readonly ofMany: ReadonlyMap<ObjectId, string>;
  readonly slots: readonly SparseSlot[];
}

export interface SparseSlot extends Slot {
  /** What lives below the value; absent if others hold it too, and it counts with its own size. */
  readonly retained?: RetainedIds;
}

/**
 * Answers out of a capture of which little is read. What an object retains is weighed by walking from it as far as
 * what belongs to others in the last capture.
 * @returns undefined if that is not enough, and the capture has to be read whole
 */
export function answerSparsely(
  capture: SparseSnapshot,
  questions: SparseQuestions,
): EarlierAnswers | undefined {
  const slotsByOwner = byOwner(questions.slots);
  const wanted = new Set([
    ...questions.owners.keys(),
    ...questions.containers.keys(),
    ...questions.ofMany.keys(),
    ...slotsByOwner.keys(),
  ]);
  const nodes = nodesOf(capture, wanted);
  const walker = new Walker(capture, questions.ownership);
  const bounds = questions.large?.weigh(capture) ?? new Map<ObjectId, RetainedBounds>();
  const answer = {
    retained: new Map<ObjectId, number>([...bounds].map(([id, { likely }]) => [id, likely])),
    bounds,
    entries: new Map<ObjectId, number>(),
    members: new Map<ObjectId, readonly ObjectId[]>(),
    slots: new Map<string, SlotContent>(),
  };
  for (const [id, node] of nodes) {
    const retained = questions.owners.get(id);
    if (retained !== undefined) answer.retained.set(id, walker.weigh(node, retained));
    const className = questions.containers.get(id);
    if (className !== undefined)
      answer.entries.set(id, entriesInV8(capture, className, node)?.length ?? keysOf(capture, node));
    const ofMany = questions.ofMany.get(id);
    if (ofMany !== undefined) answer.members.set(id, membersOf(capture, entriesInV8(capture, ofMany, node)));
    for (const slot of slotsByOwner.get(id) ?? [])
      answer.slots.set(slotKey(slot), contentOf(capture, node, slot, walker));
    if (walker.isExhausted) return undefined;
  }
  return answer;
}

function contentOf(capture: SparseSnapshot, owner: NodeIndex, slot: SparseSlot, walker: Walker) {
  for (let e = capture.firstEdge(owner); e < capture.endEdge(owner); e++) {
    if (`${edgeTypes[capture.edgeType(e)]} ${capture.edgeNameOrIndex(e)}` !== slot.edge) continue;
    const node = capture.edgeTarget(e);
    const size = slot.retained === undefined ? capture.selfSize(node) : walker.weigh(node, slot.retained);
    return { size, target: capture.id(node) };
  }
  return emptySlot;
}

function nodesOf(
  { nodes: { nodeId } }: SparseSnapshot,
  wanted: ReadonlySet<ObjectId>,
): Map<ObjectId, NodeIndex> {
  const found = new Map<ObjectId, NodeIndex>();
  const sieve = new Uint8Array(1 << 16);
  for (const id of wanted) sieve[id & 0xffff] = 1;
  for (let node = 0; node < nodeId.length; node++) {
    const id = nodeId[node];
    if (sieve[id & 0xffff] === 1 && wanted.has(id)) found.set(id, node);
  }
  return found;
}

class Walker {
  private readonly capture: SparseSnapshot;
  private readonly ownership: LastCaptureOwnership;
  private walked = 0;

  constructor(capture: SparseSnapshot, ownership: LastCaptureOwnership) {
    this.capture = capture;
    this.ownership = ownership;
  }

  get isExhausted(): boolean {
    return this.walked > mostWalked(this.capture.nodeCount);
  }

  /** Bytes of data from a node on, as far as what others own; what was exhausted is no answer. */
  weigh(top: NodeIndex, retained: RetainedIds): Bytes {
    const { capture, ownership } = this;
    const seen = new Set([top]);
    const stack = [top];
    let sum = 0;
    for (let v = stack.pop(); v !== undefined && !this.isExhausted; v = stack.pop()) {
      this.walked++;
      const isNote = this.isNote(v);
      if (!isNote) sum += capture.selfSize(v);
      for (let e = capture.firstEdge(v); e < capture.endEdge(v); e++) {
        const to = capture.edgeTarget(e);
        if (seen.has(to) || !this.isData(to) || ownership.isForeign(capture.id(to), retained)) continue;
        if (!this.retains(v, e) || (isNote && !this.startsData(to))) continue;
        seen.add(to);
        stack.push(to);
      }
    }
    return sum;
  }

  /** What a browser notes of a page is noise, as in a heap that is read whole. */
  private isNote(v: NodeIndex): boolean {
    return this.capture.type(v) === NodeType.native && isNoteOfBrowser(this.capture.rawName(v));
  }

  private startsData(v: NodeIndex): boolean {
    const type = this.capture.type(v);
    if (type === NodeType.native) return isNoteOfScript(this.capture.rawName(v));
    return type === NodeType.object || type === NodeType.closure || type === NodeType.regexp;
  }

  private isData(v: NodeIndex): boolean {
    const { capture } = this;
    const type = capture.type(v);
    if (isCode(type) || type === NodeType.synthetic) return false;
    return type !== NodeType.hidden || !isBookkeepingName(capture.rawName(v));
  }

  private retains(from: NodeIndex, edge: number): boolean {
    const { capture } = this;
    const type = capture.edgeType(edge);
    if (type === EdgeType.weak || type === EdgeType.shortcut) return false;
    // Node names what its natives lead to, and they follow its life. A browser numbers what its natives hold.
    if (capture.type(from) === NodeType.native) return type === EdgeType.element;
    if (type !== EdgeType.internal) return true;
    const name = String(capture.edgeNameOrIndex(edge));
    // Of the two edges that hold a WeakMap's value, the one from the key counts.
    return !(capture.type(from) === NodeType.array && name.includes(' pair in WeakMap'));
  }
}
