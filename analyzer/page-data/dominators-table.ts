import { type DominatorsTable, dominatorKinds } from '../../format/page.ts';
import type { ClassCensus } from '../inventory/class-census.ts';
import { type DominatorOutline, type OutlineRow, outlineDominators } from '../inventory/dominator-outline.ts';
import type { NodeWords } from '../inventory/node-words.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { Texts } from './texts.ts';

export interface DominatorsInput {
  readonly words: NodeWords;
  readonly census: ClassCensus;
  readonly retained: Float64Array;
  /** Fingerprints by holder: they always have rows of their own. */
  readonly holders: ReadonlyMap<NodeIndex, string>;
  readonly expressionOf: (node: NodeIndex) => string;
}

/** The outline of the dominator tree in columns, with what was born when. */
export function dominatorsTable(input: DominatorsInput): DominatorsTable {
  return columnsOf(outlineDominators({ ...input, kept: input.holders.keys() }), input);
}

function columnsOf(outline: DominatorOutline, input: DominatorsInput): DominatorsTable {
  const { rows, own } = outline;
  const { words, holders } = input;
  const texts = new Texts();
  const one = (row: OutlineRow) => (row.members.length === 1 ? row.members[0] : undefined);
  const text = (read: (row: OutlineRow) => string) =>
    Uint32Array.from(rows, (row) => texts.placeOf(read(row)));
  return {
    columns: {
      parent: Int32Array.from(rows, ({ parent }) => parent),
      kind: Uint8Array.from(rows, ({ kind }) => dominatorKinds.indexOf(kind)),
      edge: text(({ edge }) => edge),
      className: text((row) => nameOf(row, words)),
      place: text((row) => (row.kind === 'rest' ? '' : words.place(row.members[0]))),
      suspect: text((row) => row.members.map((node) => holders.get(node)).find((found) => found) ?? ''),
      objectId: Uint32Array.from(rows, (row) => {
        const node = one(row);
        return node === undefined ? 0 : words.heap.graph.id(node);
      }),
      count: Uint32Array.from(rows, ({ members }) => members.length),
      links: Uint32Array.from(rows, ({ links }) => links),
      retained: Float64Array.from(rows, ({ retained }) => retained),
      own: Float64Array.from(own),
      born: bornByRow(outline, input),
    },
    strings: texts.all(),
  };
}

function nameOf({ kind, members }: OutlineRow, words: NodeWords): string {
  return kind === 'rest' ? '' : words.name(members[0]);
}

/** Retained bytes by birth: each node's own go to the nearest row above it, then up from row to row. */
function bornByRow(outline: DominatorOutline, { words }: DominatorsInput): Float64Array {
  const { rows } = outline;
  const rowOf = outline.rowOf.slice();
  const { graph, tree, birth, intervals } = words.heap;
  const born = new Float64Array(rows.length * intervals);
  for (let k = 0; k < tree.reachable; k++) {
    const node = tree.order[k];
    if (rowOf[node] === -1) rowOf[node] = rowOf[tree.idom[node]];
    born[rowOf[node] * intervals + birth[node]] += graph.selfSize(node);
  }
  for (let row = rows.length - 1; row > 0; row--) {
    for (let a = 0; a < intervals; a++) {
      born[rows[row].parent * intervals + a] += born[row * intervals + a];
    }
  }
  return born;
}
