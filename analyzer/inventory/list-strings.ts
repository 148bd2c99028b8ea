import { bytes, count } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { heldAs } from './held-as.ts';
import type { Listing } from './listing.ts';
import type { Inventory } from './open-inventory.ts';

export const stringQuestions = ['largest', 'duplicated', 'sliced'] as const;
export type StringQuestion = (typeof stringQuestions)[number];

export interface StringListing {
  /** Of one such string. */
  readonly id: number;
  readonly copies: number;
  readonly bytes: Bytes;
  /** What would be free: of duplicates all but one, of a pinned parent all of it. */
  readonly waste: Bytes;
  /** Who holds one of them, and how. */
  readonly heldAs: string;
  /** What it says, where that was asked for. */
  readonly text: string;
}

const notes: Readonly<Record<StringQuestion, string>> = {
  largest: 'a rope of concatenated strings counts with all of its parts',
  duplicated: 'strings with the same start and size count as equal: snapshots contain only the start',
  sliced: 'a slice keeps the whole string it was cut from. Copy a small slice to release the large string',
};

/** Strings that cost: the largest, those that are there many times, those that live for a slice of them only. */
export function listStrings(inventory: Inventory, question: StringQuestion): Listing<StringListing> {
  const hasContents = inventory.heap.graph.columns.gaps?.stringContents ?? true;
  const canTell = hasContents || question !== 'duplicated';
  return {
    what: question === 'sliced' ? 'strings kept only by slices' : `${question} strings`,
    rows: canTell ? answers[question](inventory).sort((a, b) => b.waste - a.waste) : [],
    columns: [
      { key: 'id', text: ({ id }) => `@${id}`, value: ({ id }) => -id },
      {
        key: question === 'sliced' ? 'slices' : 'copies',
        text: ({ copies }) => count(copies),
        value: ({ copies }) => copies,
      },
      { key: 'bytes', text: (row) => bytes(row.bytes), value: (row) => row.bytes },
      { key: 'waste', text: (row) => bytes(row.waste), value: (row) => row.waste },
      { key: 'held', text: (row) => row.heldAs, value: (row) => row.heldAs },
      { key: 'text', text: (row) => row.text, value: (row) => row.text },
    ],
    notes: canTell ? [notes[question], ...contentNotes(inventory, hasContents)] : [withoutContents],
  };
}

const withoutContents = 'a snapshot of Bun does not contain their text, so duplicates cannot be found';

function contentNotes({ words }: Inventory, hasContents: boolean): string[] {
  if (!hasContents) return ['a snapshot of Bun does not contain their text'];
  return words.includesStrings ? [] : ['their text is left out: --include-strings shows it'];
}

const answers: Readonly<Record<StringQuestion, (inventory: Inventory) => StringListing[]>> = {
  largest,
  duplicated,
  sliced,
};

function largest(inventory: Inventory): StringListing[] {
  const { heap, words, retained } = inventory;
  const rows: StringListing[] = [];
  for (let node = 0; node < heap.graph.nodeCount; node++) {
    if (!words.isString(node) || !inventory.isAsked(node) || isPartOfString(inventory, node)) continue;
    rows.push(row(inventory, node, 1, retained[node], retained[node]));
  }
  return rows;
}

/** A part of a rope, or what a slice was cut from: it is counted with that. */
function isPartOfString({ heap, words }: Inventory, node: NodeIndex): boolean {
  const dominator = heap.tree.idom[node];
  return dominator > 0 && words.isString(dominator);
}

function duplicated(inventory: Inventory): StringListing[] {
  const { graph } = inventory.heap;
  const groups = new Map<string, NodeIndex[]>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.string || graph.selfSize(node) === 0 || !inventory.isAsked(node))
      continue;
    const key = `${graph.nameIndex(node)} ${graph.selfSize(node)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return [...groups.values()].flatMap((nodes) => {
    if (nodes.length === 1) return [];
    const size = graph.selfSize(nodes[0]);
    return [row(inventory, nodes[0], nodes.length, nodes.length * size, (nodes.length - 1) * size)];
  });
}

/** Strings that nothing but slices of them holds. */
function sliced(inventory: Inventory): StringListing[] {
  const { graph } = inventory.heap;
  const slices = new Map<NodeIndex, number>();
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.slicedString || !inventory.isAsked(node)) continue;
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
      if (graph.edgeType(edge) !== EdgeType.internal || graph.edgeNameOrIndex(edge) !== 'parent') continue;
      const parent = graph.edgeTarget(edge);
      slices.set(parent, (slices.get(parent) ?? 0) + 1);
    }
  }
  return [...slices].flatMap(([parent, copies]) =>
    isHeldBySlicesAlone(inventory, parent)
      ? [row(inventory, parent, copies, graph.selfSize(parent), graph.selfSize(parent))]
      : [],
  );
}

function isHeldBySlicesAlone({ heap }: Inventory, node: NodeIndex): boolean {
  const { first, from } = heap.retainers;
  for (let r = first[node]; r < first[node + 1]; r++) {
    if (heap.graph.type(from[r]) !== NodeType.slicedString) return false;
  }
  return true;
}

function row(
  inventory: Inventory,
  node: NodeIndex,
  copies: number,
  size: Bytes,
  waste: Bytes,
): StringListing {
  const { heap, words } = inventory;
  return {
    id: heap.graph.id(node),
    copies,
    bytes: size,
    waste,
    // Asked of rows that are shown only: there may be millions.
    get heldAs() {
      return heldAs(inventory, node);
    },
    get text() {
      return words.text(node);
    },
  };
}
