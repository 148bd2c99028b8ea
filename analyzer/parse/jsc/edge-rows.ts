import { type ColumnMemory, tryMemory } from '../column-memory.ts';
import type { FileWindow } from '../file-window.ts';
import { batchSize } from '../parse-kernels.ts';
import { EdgeRuns } from './edge-runs.ts';
import type { NodeOrder } from './node-order.ts';
import { readQuads } from './quad-array.ts';

/** The edges by the node they come from, in the columns and the memory that a graph has them in. */
export interface EdgeRows {
  readonly count: number;
  /** Node v's edges are firstEdge[v] .. firstEdge[v + 1] - 1. */
  readonly firstEdge: Uint32Array;
  readonly to: Uint32Array;
  /** Index into `edgeTypes`. */
  readonly type: Uint8Array;
  /** Index into `edgeNames`, or the number of an element. */
  readonly data: Uint32Array;
  /** Holds all columns; absent beyond its 4 GiB. */
  readonly memory: ColumnMemory | undefined;
}

/** Room is made for so many bytes of the file per edge; if they are shorter, it grows. Room that is not used costs nothing. */
const bytesPerEdge = 14;
const leastRoom = 1 << 14;

/** Reads the `edges` array the window stands before. A record is `from, to, type, data`, both ends by id. */
export function readEdgeRows(window: FileWindow, order: NodeOrder): EdgeRows {
  const nodeCount = order.rows.length;
  const runs = new EdgeRuns(window, order);
  const { kernels } = window;
  const { nodeOf } = order;
  let room = roomFor(nodeCount, Math.max(leastRoom, Math.ceil((window.size - window.offset) / bytesPerEdge)));
  let edges = 0;
  const makeRoom = (more: number) => {
    if (edges + more > room.to.length) room = enlarged(room, nodeCount);
  };
  const readBatch = (): number => {
    makeRoom(batchSize);
    const count = kernels.quadEdges(window.at, window.end);
    if (count === 0) return 0;
    window.at = kernels.quadPosition;
    const [sources, ends, targets, names] = kernels.numbers;
    for (let run = 0, { runCount } = kernels; run < runCount; run++)
      runs.add(sources[run], edges + ends[run]);
    const of = (batch: Uint32Array) => (count === batchSize ? batch : batch.subarray(0, count));
    room.type.set(kernels.bytes.subarray(0, count), edges);
    room.data.set(of(names), edges);
    const { to } = room;
    for (let at = 0; at < count; at++, edges++) {
      const node = nodeOf(targets[at]);
      if (node === -1) throw unknownTarget(window, edges, targets[at]);
      to[edges] = node;
    }
    return count;
  };
  readQuads(window, 'edges', readBatch, (from, to, type, data) => {
    if (type > 0xff) throw window.error(`edge ${edges} has a type that is too large`);
    if (data > 0xfffffffe) throw window.error(`edge ${edges} has a name or index that is too large`);
    const node = nodeOf(to);
    if (node === -1) throw unknownTarget(window, edges, to);
    makeRoom(1);
    runs.add(from, edges + 1);
    room.to[edges] = node;
    room.type[edges] = type;
    room.data[edges] = data;
    edges++;
  });
  return runs.areInOrder ? inOrder(room, runs, edges) : putInOrder(room, runs, nodeCount, edges);
}

function unknownTarget(window: FileWindow, edge: number, id: number): Error {
  return window.error(`edge ${edge} leads to ${id}, which is not a node`);
}

type Room = Omit<EdgeRows, 'count'>;

function roomFor(nodes: number, edges: number): Room {
  const memory = tryMemory(4 * (nodes + 1) + 9 * edges);
  return {
    memory,
    firstEdge: memory?.uint32(nodes + 1) ?? new Uint32Array(nodes + 1),
    to: memory?.uint32(edges) ?? new Uint32Array(edges),
    type: memory?.uint8(edges) ?? new Uint8Array(edges),
    data: memory?.uint32(edges) ?? new Uint32Array(edges),
  };
}

function enlarged(room: Room, nodes: number): Room {
  const larger = roomFor(nodes, 2 * room.to.length);
  for (const column of ['to', 'type', 'data'] as const) larger[column].set(room[column]);
  return larger;
}

function inOrder({ memory, firstEdge, to, type, data }: Room, runs: EdgeRuns, count: number): EdgeRows {
  runs.fillStarts(firstEdge);
  return {
    memory,
    count,
    firstEdge,
    to: to.subarray(0, count),
    type: type.subarray(0, count),
    data: data.subarray(0, count),
  };
}

/** In the file they are sorted by the node they come from, but nothing promises that. */
function putInOrder(room: Room, runs: EdgeRuns, nodes: number, count: number): EdgeRows {
  const sorted = roomFor(nodes, count);
  runs.fillStarts(sorted.firstEdge);
  const next = sorted.firstEdge.slice(0, nodes);
  runs.each((node, from, end) => {
    for (const column of ['to', 'type', 'data'] as const)
      sorted[column].set(room[column].subarray(from, end), next[node]);
    next[node] += end - from;
  });
  return { ...sorted, count };
}
