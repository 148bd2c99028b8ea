import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

const probeSize: Bytes = 1024;
const bracket = 0x5d;
const newline = 0x0a;

/** Where the numbers of the edges stand: from behind the opening bracket to the closing one. */
export interface EdgeRange {
  readonly from: Bytes;
  readonly to: Bytes;
}

/**
 * Finds the edges without reading what is in front of them, by halving: pieces of the file look different, since V8
 * writes each record on a line of its own and a node has more numbers than an edge.
 */
export function findEdges(window: FileWindow, header: SnapshotHeader): EdgeRange | undefined {
  const isBeforeEdges = (offset: Bytes) => fieldsAt(window, offset) === header.node.fieldCount;
  const isBeforeEnd = (offset: Bytes) => {
    const fields = fieldsAt(window, offset);
    return fields === header.node.fieldCount || fields === header.edge.fieldCount;
  };
  const start = lastWhere(isBeforeEdges, window.offset + probeSize, window.size);
  const end = lastWhere(isBeforeEnd, start, window.size);
  const key = Buffer.from('"edges":[');
  const begin = window.bytesAt(start, 4 * probeSize);
  const at = begin.indexOf(key);
  const tail = window.bytesAt(end, 4 * probeSize);
  const last = tail.indexOf(bracket);
  return at === -1 || last === -1 ? undefined : { from: start + at + key.length, to: end + last };
}

/** The last place, to about a probe's size, where it holds; it holds up to there and not behind. */
function lastWhere(holds: (offset: Bytes) => boolean, from: Bytes, to: Bytes): Bytes {
  let low = from;
  let high = to;
  while (high - low > probeSize) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** How many numbers a record has there; 0 if there are no records of plain numbers. */
function fieldsAt(window: FileWindow, offset: Bytes): number {
  const bytes = window.bytesAt(offset, probeSize);
  const line = bytes.indexOf(newline) + 1;
  const end = bytes.indexOf(newline, line);
  if (line === 0 || end === -1) return 0;
  const record = bytes.toString('latin1', line, end);
  return /^,\d+(?:,-?\d+)*$/.test(record) ? record.split(',').length - 1 : 0;
}
