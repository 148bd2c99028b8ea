import type { FileWindow } from './file-window.ts';
import { NumberArray } from './number-array.ts';
import { batchSize } from './parse-kernels.ts';
import type { NodeIndex } from './snapshot-columns.ts';
import type { NodeLayout, SnapshotHeader } from './snapshot-header.ts';

/** The nodes of a snapshot in columns; see SnapshotColumns for the meaning of each. */
export interface NodeColumns {
  readonly nodeType: Uint8Array;
  readonly nodeName: Uint32Array;
  readonly nodeId: Uint32Array;
  readonly selfSize: Uint32Array;
  readonly largeSizes: ReadonlyMap<NodeIndex, number>;
  readonly firstEdge: Uint32Array;
  readonly detached: readonly NodeIndex[];
}

/** What V8 writes of a node that its document does not show. 0 is not known, 1 is attached. */
const isDetached = 2;

interface ReadNodes {
  readonly columns: NodeColumns;
  /** The largest string index among their names. */
  readonly largestName: number;
}

/**
 * Reads the `nodes` array the window stands before.
 * @param firstEdge column of nodeCount + 1 zeros to be filled
 */
export function readNodes(
  window: FileWindow,
  header: SnapshotHeader,
  firstEdge: Uint32Array = new Uint32Array(header.nodeCount + 1),
): ReadNodes {
  const { nodeCount } = header;
  const largeSizes = new Map<NodeIndex, number>();
  const detached: NodeIndex[] = [];
  const columns: NodeColumns = {
    nodeType: new Uint8Array(nodeCount),
    nodeName: new Uint32Array(nodeCount),
    nodeId: new Uint32Array(nodeCount),
    selfSize: new Uint32Array(nodeCount),
    largeSizes,
    firstEdge,
    detached,
  };
  const numbers = new NumberArray(window, 'nodes');
  const fast = isOrderOfV8(header.node);
  window.kernels.useTypes(header.node.types);
  let largestName = 0;
  for (let node = 0; node < nodeCount; ) {
    const records = fast ? readBatch(window, header, columns, node) : 0;
    if (records > 0) for (const at of window.kernels.detachedNodes) detached.push(node + at);
    if (records > 0) largestName = Math.max(largestName, window.kernels.largestName);
    else if (!fast || !window.fillAhead()) {
      const record = readRecord(window, header, numbers, node, columns, largeSizes);
      if (record[header.node.detachedness] === isDetached && header.node.detachedness > 0)
        detached.push(node);
      largestName = Math.max(largestName, columns.nodeName[node]);
      node++;
    }
    node += records;
  }
  numbers.end();
  if (firstEdge[nodeCount] !== header.edgeCount) {
    throw window.error(`the nodes have ${firstEdge[nodeCount]} edges, the header counts ${header.edgeCount}`);
  }
  return { columns, largestName };
}

function isOrderOfV8({ type, name, id, selfSize, edgeCount }: NodeLayout): boolean {
  return type === 0 && name === 1 && id === 2 && selfSize === 3 && edgeCount === 4;
}

/** Reads as many records as are there as V8 writes them; none at the end of the window, and for all others. */
function readBatch(
  window: FileWindow,
  header: SnapshotHeader,
  columns: NodeColumns,
  node: NodeIndex,
): number {
  const { kernels } = window;
  const { nodeType, nodeName, nodeId, selfSize, firstEdge } = columns;
  const records = kernels.nodeRecords(
    window.at,
    window.end,
    header.nodeCount - node,
    header.node.fieldCount,
    firstEdge[node],
    header.edgeCount,
    header.node.detachedness,
  );
  if (records === 0) return 0;
  window.at = kernels.position;
  const of = (batch: Uint32Array) => (records === batchSize ? batch : batch.subarray(0, records));
  const [names, ids, sizes, edges] = kernels.numbers;
  nodeType.set(kernels.bytes.subarray(0, records), node);
  nodeName.set(of(names), node);
  nodeId.set(of(ids), node);
  selfSize.set(of(sizes), node);
  firstEdge.set(of(edges), node + 1);
  return records;
}

/** Reads one record, in whatever order its fields are and with whatever white space, or says what is wrong with it. */
function readRecord(
  window: FileWindow,
  header: SnapshotHeader,
  numbers: NumberArray,
  node: NodeIndex,
  columns: NodeColumns,
  largeSizes: Map<NodeIndex, number>,
): ArrayLike<number> {
  const { fieldCount, type, name, id, selfSize, edgeCount, types } = header.node;
  const record = numbers.take(fieldCount);
  if (record === undefined) {
    throw window.error(`nodes end before the ${header.nodeCount} that the header counts`);
  }
  for (const field of [type, name, id, edgeCount]) {
    if (record[field] > 0xfffffffe)
      throw window.error(`node ${node} has a number that is too large: ${record[field]}`);
  }
  if (record[type] >= types.length)
    throw window.error(`node ${node} has type ${record[type]} of ${types.length}`);
  columns.nodeType[node] = types[record[type]];
  columns.nodeName[node] = record[name];
  columns.nodeId[node] = record[id];
  columns.selfSize[node] = Math.min(record[selfSize], 0xffffffff);
  // Sizes may exceed 32 bits (a 5 GB ArrayBuffer is one node); no other field that is kept may.
  if (record[selfSize] > 0xfffffffe) largeSizes.set(node, record[selfSize]);
  const edges = columns.firstEdge[node] + record[edgeCount];
  if (edges > header.edgeCount) {
    throw window.error(
      `the first ${node + 1} nodes have more edges than the ${header.edgeCount} that the header counts`,
    );
  }
  columns.firstEdge[node + 1] = edges;
  return record;
}
