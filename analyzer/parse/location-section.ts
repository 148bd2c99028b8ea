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
  const records = readAllNumbers(window);
  const { fieldCount } = layout;
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

function readAllNumbers(window: FileWindow): Uint32Array {
  const numbers = new NumberArray(window, 'locations');
  let records = new Uint32Array(1 << 12);
  let length = 0;
  for (;;) {
    if (length === records.length) {
      const larger = new Uint32Array(records.length * 2);
      larger.set(records);
      records = larger;
    }
    const count = numbers.readPlain(records, length);
    length += count;
    if (count > 0) continue;
    const number = numbers.next();
    if (number === undefined) return records.slice(0, length);
    if (number > 0xfffffffe) throw window.error(`locations holds a number that is too large: ${number}`);
    records[length++] = number;
  }
}

/** A node is given as its offset in the `nodes` array: a multiple of the fields of a node. */
function toNodes(window: FileWindow, header: SnapshotHeader, offsets: Uint32Array): Uint32Array {
  const nodeFields = header.node.fieldCount;
  return offsets.map((offset) => {
    const node = Math.floor(offset / nodeFields);
    if (node < header.nodeCount && node * nodeFields === offset) return node;
    throw window.error(`a location belongs to ${offset}, where none of the ${header.nodeCount} nodes begins`);
  });
}

/** V8 writes them in no particular order. */
function inOrderOfNode(locations: SourceLocations): SourceLocations {
  const { count, node, script, line, column } = locations;
  if (node.every((value, row) => row === 0 || node[row - 1] <= value)) return locations;
  const rows = Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => node[a] - node[b]);
  const inOrder = (values: Uint32Array) => rows.map((row) => values[row]);
  return {
    count,
    node: inOrder(node),
    script: inOrder(script),
    line: inOrder(line),
    column: inOrder(column),
  };
}
