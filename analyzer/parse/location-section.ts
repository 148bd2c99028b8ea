import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { NumberArray } from './number-array.ts';
import type { SourceLocations } from './snapshot-columns.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

export const noLocations: SourceLocations = {
  count: 0,
  node: new Uint32Array(0),
  script: new Uint32Array(0),
  line: new Uint32Array(0),
  column: new Uint32Array(0),
};

/** Reads the `locations` array the window stands before. The header does not say how many there are. */
export function readLocations(window: FileWindow, header: SnapshotHeader): SourceLocations {
  const layout = header.location;
  if (layout === undefined) {
    skipValue(window);
    return noLocations;
  }
  const { fieldCount } = layout;
  const isPlace = (field: number) => field === layout.line || field === layout.column;
  const records = readAllNumbers(window, (at) => isPlace(at % fieldCount));
  if (records.length % fieldCount !== 0) throw window.error('locations end in the middle of a record');
  const count = records.length / fieldCount;
  const column = (field: number) => {
    const values = new Uint32Array(count);
    for (let row = 0, at = field; row < count; row++, at += fieldCount) values[row] = records[at];
    return values;
  };
  const node = toNodes(window, header, column(layout.node));
  return inOrderOfNode({
    count,
    node,
    script: column(layout.script),
    line: column(layout.line),
    column: column(layout.column),
  });
}

/**
 * A script that its loader wraps in code of its own, as test runners do, begins before its first line or column: what
 * stands there is told since Node 24 with a number below 0, and taken for the start of the script.
 */
function readAllNumbers(window: FileWindow, mayBeNegative: (at: number) => boolean): Uint32Array {
  const numbers = new NumberArray(window, 'locations', true);
  let records = new Uint32Array(1 << 12);
  let length = 0;
  for (;;) {
    if (length === records.length) {
      // Room that is not used costs no memory.
      const larger = new Uint32Array(records.length * 8);
      larger.set(records);
      records = larger;
    }
    const count = numbers.readPlain(records, length);
    length += count;
    if (count > 0) continue;
    const number = numbers.next();
    if (number === undefined) return records.subarray(0, length);
    if (number > 0xfffffffe) throw window.error(`locations holds a number that is too large: ${number}`);
    if (number < 0 && !mayBeNegative(length))
      throw window.error(`locations holds a node or script below 0: ${number}`);
    records[length++] = Math.max(0, number);
  }
}

/** A node is given as its offset in the `nodes` array: a multiple of the fields of a node. */
function toNodes(window: FileWindow, header: SnapshotHeader, offsets: Uint32Array): Uint32Array {
  const nodeFields = header.node.fieldCount;
  const nodes = new Uint32Array(offsets.length);
  for (let row = 0; row < offsets.length; row++) {
    const offset = offsets[row];
    const node = Math.floor(offset / nodeFields);
    if (node >= header.nodeCount || node * nodeFields !== offset) {
      throw window.error(
        `a location belongs to ${offset}, but none of the ${header.nodeCount} nodes starts there`,
      );
    }
    nodes[row] = node;
  }
  return nodes;
}

/** V8 writes them in no particular order. */
function inOrderOfNode(locations: SourceLocations): SourceLocations {
  const { count, node, script, line, column } = locations;
  const rows = rowsInOrder(node);
  const inOrder = (values: Uint32Array) => {
    const sorted = new Uint32Array(count);
    for (let at = 0; at < count; at++) sorted[at] = values[rows[at]];
    return sorted;
  };
  return {
    count,
    node: inOrder(node),
    script: inOrder(script),
    line: inOrder(line),
    column: inOrder(column),
  };
}

const sortedBits = 11;

/** A radix sort, some bits at a time: a large snapshot has millions of rows. */
function rowsInOrder(values: Uint32Array): Uint32Array {
  const count = values.length;
  let keys = values;
  let rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  for (let shift = 0; shift < 32; shift += sortedBits) {
    const next = startsByDigit(keys, shift);
    const sortedKeys = new Uint32Array(count);
    const sortedRows = new Uint32Array(count);
    for (let at = 0; at < count; at++) {
      const place = next[digitOf(keys[at], shift)]++;
      sortedKeys[place] = keys[at];
      sortedRows[place] = rows[at];
    }
    keys = sortedKeys;
    rows = sortedRows;
  }
  return rows;
}

function startsByDigit(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array((1 << sortedBits) + 1);
  for (let at = 0; at < keys.length; at++) starts[digitOf(keys[at], shift) + 1]++;
  for (let digit = 0; digit < 1 << sortedBits; digit++) starts[digit + 1] += starts[digit];
  return starts;
}

function digitOf(key: number, shift: number): number {
  return (key >>> shift) & ((1 << sortedBits) - 1);
}
