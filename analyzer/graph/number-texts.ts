import type { NodeIndex, NumberValues } from '../parse/snapshot-columns.ts';
import type { StringTable } from '../parse/string-table.ts';

/** A field that holds a small integer: no edge leads to it. */
export interface IntegerField {
  /** As of an edge: EdgeType, and a string index or the index itself. */
  readonly edgeType: number;
  readonly edgeName: number;
  readonly text: string;
}

/** What numbers of a heap say, one at a time. */
export class NumberTexts {
  readonly #values: NumberValues;
  readonly #strings: StringTable;

  constructor(values: NumberValues, strings: StringTable) {
    this.#values = values;
    this.#strings = strings;
  }

  /** The text of a node of type number; undefined if the snapshot does not tell. */
  of(node: NodeIndex): string | undefined {
    const row = firstRow(this.#values.node, node);
    return this.#values.node[row] === node ? this.#read(this.#values.text[row]) : undefined;
  }

  /** The small integers that an object has in its own fields. */
  integersOf(node: NodeIndex): IntegerField[] {
    const { from, edgeType, edgeName, text } = this.#values.integers;
    const fields: IntegerField[] = [];
    for (let row = firstRow(from, node); from[row] === node; row++) {
      const value = this.#read(text[row]);
      if (value !== undefined) fields.push({ edgeType: edgeType[row], edgeName: edgeName[row], text: value });
    }
    return fields;
  }

  /** The small integer in a field of this type and name. */
  integerIn(node: NodeIndex, edgeType: number, edgeName: number): string | undefined {
    const { integers } = this.#values;
    for (let row = firstRow(integers.from, node); integers.from[row] === node; row++) {
      if (integers.edgeType[row] === edgeType && integers.edgeName[row] === edgeName)
        return this.#read(integers.text[row]);
    }
    return undefined;
  }

  /** In a redacted snapshot letters stand in place of the digits. */
  #read(text: number): string | undefined {
    const read = this.#strings.get(text);
    return Number.isNaN(Number(read)) && read !== 'NaN' ? undefined : read;
  }
}

/** The first row whose value is not below `wanted`, in a column in ascending order. */
function firstRow(column: Uint32Array, wanted: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
