import { type DominatorsTable, dominatorKinds } from '../../format/page.ts';
import type { ClassCensus } from '../inventory/class-census.ts';
import { type DominatorOutline, type OutlineRow, outlineDominators } from '../inventory/dominator-outline.ts';
import type { NodeWords } from '../inventory/node-words.ts';
import { retainedByBirth, retainedIf } from '../inventory/outline-births.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { Texts } from './texts.ts';

export interface DominatorsInput {
  readonly words: NodeWords;
  readonly census: ClassCensus;
  readonly retained: Float64Array;
  /** Fingerprints by holder: they always have rows of their own. */
  readonly holders: ReadonlyMap<NodeIndex, string>;
  readonly expressionOf: (node: NodeIndex) => string;
  /** Whether a node is the engine's own: its code, shapes and built-ins. */
  readonly isEngine: (node: NodeIndex) => boolean;
}

/** From this share on, what a row retains is the engine's: functions of the program cling to code. */
const engineShare = 0.9;

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
      engine: engineRows(outline, input),
      retained: Float64Array.from(rows, ({ retained }) => retained),
      own: Float64Array.from(own),
      born: retainedByBirth(outline, words.heap),
    },
    strings: texts.all(),
  };
}

/** The root never counts as the engine's. */
function engineRows(outline: DominatorOutline, { words: { heap }, isEngine }: DominatorsInput): Uint8Array {
  const { rows } = outline;
  const sums = retainedIf(outline, heap, isEngine);
  return Uint8Array.from(rows, ({ retained }, row) =>
    row > 0 && sums[row] >= engineShare * retained ? 1 : 0,
  );
}

function nameOf({ kind, members }: OutlineRow, words: NodeWords): string {
  return kind === 'rest' ? '' : words.name(members[0]);
}
