import type { FileWindow } from '../file-window.ts';
import type { NodeOrder } from './node-order.ts';
import { readRecords } from './record-array.ts';

/** The edges as they stand in the file, their ends as nodes in order of id. */
export interface EdgeRows {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Index into `edgeTypes`. */
  readonly type: Uint8Array;
  /** Index into `edgeNames`, or the number of an element. */
  readonly data: Uint32Array;
}

/** Room is made for so many bytes of the file per edge; if they are shorter, it grows. Room that is not used costs nothing. */
const bytesPerEdge = 14;
const leastRoom = 1 << 14;

/** Reads the `edges` array the window stands before. A record is `from, to, type, data`, both ends by id. */
export function readEdgeRows(window: FileWindow, { nodeOf }: NodeOrder): EdgeRows {
  let rows = roomFor(Math.max(leastRoom, Math.ceil((window.size - window.offset) / bytesPerEdge)));
  let edges = 0;
  readRecords(window, 'edges', 4, (numbers, count) => {
    if (edges + count > rows.to.length) rows = enlarged(rows);
    const { from, to, type, data } = rows;
    for (let at = 0, end = 4 * count; at < end; at += 4, edges++) {
      const fromNode = nodeOf(numbers[at]);
      const toNode = nodeOf(numbers[at + 1]);
      if (fromNode === -1) throw unknownEnd(window, edges, 'comes from', numbers[at]);
      if (toNode === -1) throw unknownEnd(window, edges, 'leads to', numbers[at + 1]);
      if (numbers[at + 2] > 0xff) throw window.error(`edge ${edges} has a type that is too large`);
      if (numbers[at + 3] > 0xfffffffe)
        throw window.error(`edge ${edges} has a name or index that is too large`);
      from[edges] = fromNode;
      to[edges] = toNode;
      type[edges] = numbers[at + 2];
      data[edges] = numbers[at + 3];
    }
  });
  return { ...cut(rows, edges), count: edges };
}

type Room = Omit<EdgeRows, 'count'>;

function roomFor(edges: number): Room {
  return {
    from: new Uint32Array(edges),
    to: new Uint32Array(edges),
    type: new Uint8Array(edges),
    data: new Uint32Array(edges),
  };
}

function enlarged(rows: Room): Room {
  const larger = roomFor(2 * rows.to.length);
  for (const column of ['from', 'to', 'type', 'data'] as const) larger[column].set(rows[column]);
  return larger;
}

function cut({ from, to, type, data }: Room, edges: number): Room {
  return {
    from: from.subarray(0, edges),
    to: to.subarray(0, edges),
    type: type.subarray(0, edges),
    data: data.subarray(0, edges),
  };
}

function unknownEnd(window: FileWindow, edge: number, verb: string, id: number): Error {
  return window.error(`edge ${edge} ${verb} ${id}, which is not a node`);
}
