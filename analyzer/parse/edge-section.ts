import type { FileWindow } from './file-window.ts';
import { NumberArray, readSignedNumber } from './number-array.ts';
import { batchSize } from './parse-kernels.ts';
import { type EdgeIndex, EdgeType, edgeIsIndexed } from './snapshot-columns.ts';
import type { EdgeLayout, SnapshotHeader } from './snapshot-header.ts';

/** The edges of a snapshot in columns; see SnapshotColumns for the meaning of each. */
export interface EdgeColumns {
  readonly edgeType: Uint8Array;
  readonly edgeName: Uint32Array;
  readonly edgeTo: Uint32Array;
}

/** Bit t is set if `edgeIsIndexed(t)`. */
export const indexedTypes = (1 << EdgeType.element) | (1 << EdgeType.hidden);

/**
 * Reads the `edges` array the window stands before into columns of edgeCount entries.
 * @returns the largest string index among the names
 */
export function readEdges(window: FileWindow, header: SnapshotHeader, columns: EdgeColumns): number {
  const { edgeCount } = header;
  const numbers = new NumberArray(window, 'edges');
  const fast = isOrderOfV8(header.edge);
  window.kernels.useTypes(header.edge.types);
  let largestName = 0;
  for (let edge = 0; edge < edgeCount; ) {
    const records = fast ? readBatch(window, header, columns, edge) : 0;
    if (records > 0) largestName = Math.max(largestName, window.kernels.largestName);
    else if (!fast || !window.fillAhead()) {
      readRecord(window, header, numbers, edge, columns);
      if (!edgeIsIndexed(columns.edgeType[edge])) largestName = Math.max(largestName, columns.edgeName[edge]);
      edge++;
    }
    edge += records;
  }
  numbers.end();
  return largestName;
}

export function isOrderOfV8({ fieldCount, type, name, to }: EdgeLayout): boolean {
  return fieldCount === 3 && type === 0 && name === 1 && to === 2;
}

/** Reads as many records as are there as V8 writes them; none at the end of the window, and for all others. */
function readBatch(
  window: FileWindow,
  header: SnapshotHeader,
  columns: EdgeColumns,
  edge: EdgeIndex,
): number {
  const { kernels } = window;
  const records = kernels.edgeRecords(
    window.at,
    window.end,
    header.edgeCount - edge,
    indexedTypes,
    header.node.fieldCount,
    header.nodeCount,
  );
  if (records === 0) return 0;
  window.at = kernels.position;
  const of = (batch: Uint32Array) => (records === batchSize ? batch : batch.subarray(0, records));
  columns.edgeType.set(kernels.bytes.subarray(0, records), edge);
  columns.edgeName.set(of(kernels.numbers[0]), edge);
  columns.edgeTo.set(of(kernels.numbers[1]), edge);
  return records;
}

/**
 * Reads one record, in whatever order its fields are and with whatever white space, or says what is wrong with it.
 * A target is given as its node's offset in the `nodes` array: a multiple of the fields of a node.
 */
function readRecord(
  window: FileWindow,
  header: SnapshotHeader,
  numbers: NumberArray,
  edge: EdgeIndex,
  columns: EdgeColumns,
): void {
  const { fieldCount, type, name, to, types } = header.edge;
  const record = numbers.take(fieldCount, readSignedNumber);
  if (record === undefined) {
    throw window.error(`edges end before the ${header.edgeCount} that the header counts`);
  }
  const node = record[to] / header.node.fieldCount;
  const edgeType = types[record[type]];
  if (edgeType === undefined) throw window.error(`edge ${edge} has type ${record[type]} of ${types.length}`);
  const nameOrIndex = edgeIsIndexed(edgeType) ? indexOf(record[name]) : record[name];
  if (nameOrIndex < 0) throw window.error(`edge ${edge} has a name or index that is negative`);
  if (nameOrIndex > 0xfffffffe) throw window.error(`edge ${edge} has a name or index that is too large`);
  if (node < 0 || node >= header.nodeCount || !Number.isInteger(node)) {
    throw window.error(
      `edge ${edge} points to ${record[to]}, but none of the ${header.nodeCount} nodes starts there`,
    );
  }
  columns.edgeType[edge] = edgeType;
  columns.edgeName[edge] = nameOrIndex;
  columns.edgeTo[edge] = node;
}

/** The index of an element: V8 writes it as a signed number of 32 bits, so 2^31 and more come out negative. */
export function indexOf(written: number): number {
  return written < 0 && written >= -(2 ** 31) ? written + 2 ** 32 : written;
}
