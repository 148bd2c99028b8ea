import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { batchRecords } from './node-section.ts';
import { NumberArray } from './number-array.ts';
import type { SourceLocations } from './snapshot-columns.ts';
import type { LocationLayout, SnapshotHeader } from './snapshot-header.ts';

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
  const numbers = new NumberArray(window, 'locations');
  const batch = new Uint32Array(batchRecords * layout.fieldCount);
  const batches: Uint32Array[] = [];
  for (let read = batch.length; read === batch.length; ) {
    read = numbers.read(batch);
    if (read % layout.fieldCount !== 0) throw window.error('locations end in the middle of a record');
    batches.push(toNodeIndexes(window, header, layout, batch.slice(0, read)));
  }
  return inOrderOfNode(layout, batches);
}

function toNodeIndexes(
  window: FileWindow,
  header: SnapshotHeader,
  layout: LocationLayout,
  records: Uint32Array,
): Uint32Array {
  const nodeFields = header.node.fieldCount;
  for (let at = layout.node; at < records.length; at += layout.fieldCount) {
    const node = Math.floor(records[at] / nodeFields);
    if (node >= header.nodeCount || node * nodeFields !== records[at]) {
      throw window.error(
        `a location belongs to ${records[at]}, where none of the ${header.nodeCount} nodes begins`,
      );
    }
    records[at] = node;
  }
  return records;
}

function inOrderOfNode(layout: LocationLayout, batches: readonly Uint32Array[]): SourceLocations {
  const count = batches.reduce((sum, batch) => sum + batch.length / layout.fieldCount, 0);
  const recordsPerBatch = batchRecords;
  const field = (row: number, offset: number) =>
    batches[Math.floor(row / recordsPerBatch)][(row % recordsPerBatch) * layout.fieldCount + offset];
  const rows = Uint32Array.from({ length: count }, (_, row) => row);
  rows.sort((a, b) => field(a, layout.node) - field(b, layout.node));
  return {
    count,
    node: rows.map((row) => field(row, layout.node)),
    script: rows.map((row) => field(row, layout.script)),
    line: rows.map((row) => field(row, layout.line)),
    column: rows.map((row) => field(row, layout.column)),
  };
}
