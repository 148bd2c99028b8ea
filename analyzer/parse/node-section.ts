import type { FileWindow } from './file-window.ts';
import { NumberArray } from './number-array.ts';
import type { NodeIndex } from './snapshot-columns.ts';
import type { NodeLayout, SnapshotHeader } from './snapshot-header.ts';

/** Records read in one go: small enough to stay in the processor's nearest cache. */
export const batchRecords = 1024;

/** The nodes of a snapshot in columns; see SnapshotColumns for the meaning of each. */
export interface NodeColumns {
  readonly nodeType: Uint8Array;
  readonly nodeName: Uint32Array;
  readonly nodeId: Uint32Array;
  readonly selfSize: Uint32Array;
  readonly largeSizes: ReadonlyMap<NodeIndex, number>;
  readonly firstEdge: Uint32Array;
}

/** Reads the `nodes` array the window stands before. */
export function readNodes(window: FileWindow, header: SnapshotHeader): NodeColumns {
  const { nodeCount, node: layout } = header;
  const columns = {
    nodeType: new Uint8Array(nodeCount),
    nodeName: new Uint32Array(nodeCount),
    nodeId: new Uint32Array(nodeCount),
    selfSize: new Uint32Array(nodeCount),
    largeSizes: new Map<NodeIndex, number>(),
    firstEdge: new Uint32Array(nodeCount + 1),
  };
  const batch = new Uint32Array(batchRecords * layout.fieldCount);
  const numbers = new NumberArray(window, 'nodes');
  for (let node = 0; node < nodeCount; ) {
    const records = Math.min(batchRecords, nodeCount - node);
    const wanted = records * layout.fieldCount;
    if (numbers.read(batch, wanted) < wanted) {
      throw window.error(`nodes end before the ${nodeCount} that the header counts`);
    }
    for (const [at, value] of numbers.large) takeLarge(window, layout, columns.largeSizes, node, at, value);
    scatter(window, header, batch, records, node, columns);
    node += records;
  }
  numbers.end();
  if (columns.firstEdge[nodeCount] !== header.edgeCount) {
    throw window.error(
      `the nodes have ${columns.firstEdge[nodeCount]} edges, the header counts ${header.edgeCount}`,
    );
  }
  return columns;
}

/** Sizes may exceed 32 bits (a 5 GB ArrayBuffer is one node); no other field that is kept may. */
function takeLarge(
  window: FileWindow,
  layout: NodeLayout,
  largeSizes: Map<NodeIndex, number>,
  firstNode: NodeIndex,
  at: number,
  value: number,
): void {
  const field = at % layout.fieldCount;
  const node = firstNode + Math.floor(at / layout.fieldCount);
  if (field === layout.selfSize) largeSizes.set(node, value);
  else if (
    field === layout.id ||
    field === layout.name ||
    field === layout.type ||
    field === layout.edgeCount
  ) {
    throw window.error(`node ${node} has a number that is too large: ${value}`);
  }
}

function scatter(
  window: FileWindow,
  header: SnapshotHeader,
  batch: Uint32Array,
  records: number,
  firstNode: NodeIndex,
  columns: NodeColumns,
): void {
  const { fieldCount, type, name, id, selfSize, edgeCount, types } = header.node;
  const { nodeType, nodeName, nodeId, firstEdge } = columns;
  const sizes = columns.selfSize;
  let edges = firstEdge[firstNode];
  for (let record = 0, at = 0; record < records; record++, at += fieldCount) {
    const node = firstNode + record;
    const fileType = batch[at + type];
    if (fileType >= types.length) throw window.error(`node ${node} has type ${fileType} of ${types.length}`);
    nodeType[node] = types[fileType];
    nodeName[node] = batch[at + name];
    nodeId[node] = batch[at + id];
    sizes[node] = batch[at + selfSize];
    edges += batch[at + edgeCount];
    if (edges > header.edgeCount) {
      throw window.error(
        `the first ${node + 1} nodes have more edges than the ${header.edgeCount} that the header counts`,
      );
    }
    firstEdge[node + 1] = edges;
  }
}
