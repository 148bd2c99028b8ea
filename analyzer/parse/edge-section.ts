import type { FileWindow } from './file-window.ts';
import { batchRecords } from './node-section.ts';
import { NumberArray, tooLarge } from './number-array.ts';
import type { EdgeIndex } from './snapshot-columns.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

/** The edges of a snapshot in columns; see SnapshotColumns for the meaning of each. */
export interface EdgeColumns {
  readonly edgeType: Uint8Array;
  readonly edgeName: Uint32Array;
  readonly edgeTo: Uint32Array;
}

/** Reads the `edges` array the window stands before. */
export function readEdges(window: FileWindow, header: SnapshotHeader): EdgeColumns {
  const { edgeCount, edge: layout } = header;
  const columns = {
    edgeType: new Uint8Array(edgeCount),
    edgeName: new Uint32Array(edgeCount),
    edgeTo: new Uint32Array(edgeCount),
  };
  const batch = new Uint32Array(batchRecords * layout.fieldCount);
  const numbers = new NumberArray(window, 'edges');
  for (let edge = 0; edge < edgeCount; ) {
    const records = Math.min(batchRecords, edgeCount - edge);
    const wanted = records * layout.fieldCount;
    if (numbers.read(batch, wanted) < wanted) {
      throw window.error(`edges end before the ${edgeCount} that the header counts`);
    }
    scatter(window, header, batch, records, edge, columns);
    edge += records;
  }
  numbers.end();
  return columns;
}

/** A target is given as its node's offset in the `nodes` array: a multiple of the fields of a node. */
function scatter(
  window: FileWindow,
  header: SnapshotHeader,
  batch: Uint32Array,
  records: number,
  firstEdge: EdgeIndex,
  columns: EdgeColumns,
): void {
  const { fieldCount, type, name, to, types } = header.edge;
  const { edgeType, edgeName, edgeTo } = columns;
  const { nodeCount } = header;
  const nodeFields = header.node.fieldCount;
  // Multiplying is faster than dividing, and rounds to the right node for every multiple.
  const nodesPerNumber = 1 / nodeFields;
  for (let record = 0, at = 0; record < records; record++, at += fieldCount) {
    const edge = firstEdge + record;
    const fileType = batch[at + type];
    const nameOrIndex = batch[at + name];
    const target = batch[at + to];
    const node = (target * nodesPerNumber + 0.5) >>> 0;
    if (fileType >= types.length) throw window.error(`edge ${edge} has type ${fileType} of ${types.length}`);
    if (nameOrIndex === tooLarge) throw window.error(`edge ${edge} has a name or index that is too large`);
    if (node >= nodeCount || node * nodeFields !== target) {
      throw window.error(`edge ${edge} points to ${target}, where none of the ${nodeCount} nodes begins`);
    }
    edgeType[edge] = types[fileType];
    edgeName[edge] = nameOrIndex;
    edgeTo[edge] = node;
  }
}
