import type { FileWindow } from '../file-window.ts';
import { noLocations } from '../location-section.ts';
import { checkMemory } from '../memory-need.ts';
import type { ReadSnapshotOptions } from '../read-options.ts';
import type { SnapshotColumns } from '../snapshot-columns.ts';
import { nameClosures } from './closure-names.ts';
import { edgeColumns } from './edge-columns.ts';
import { readJscFile } from './jsc-file.ts';
import { nodeColumns } from './node-columns.ts';
import { TextTable } from './text-table.ts';

/**
 * Reads a snapshot as JavaScriptCore writes it, for its inspector or for work on the engine, into columns.
 * Nodes stand in the order of their ids, which become odd, so that they tell age as V8's do: 2 * id + 1.
 * Format: version 3 of `HeapSnapshotBuilder::json` in Source/JavaScriptCore/heap/HeapSnapshotBuilder.cpp of WebKit,
 * with the edges and the member that heaptrail's probe adds (see `ProbeNotes`). The file is closed at the end: names
 * are few, and there are no contents.
 */
export function readJscSnapshot(window: FileWindow, { maxMemory }: ReadSnapshotOptions): SnapshotColumns {
  const file = readJscFile(window);
  checkMemory(window.file, { nodeCount: file.nodes.count, edgeCount: file.edges.count }, maxMemory);
  const strings = new TextTable();
  const { collections } = file.notes;
  const { nodes, roles } = nodeColumns(file, strings);
  const columns: SnapshotColumns = {
    engine: 'jsc',
    repeatsNamedEdges: true,
    ...nodes,
    ...edgeColumns(file, { ...nodes, roles }, strings),
    strings,
    locations: noLocations,
    gaps: { stringContents: false, collections },
  };
  nameClosures(columns, strings, file);
  window.close();
  return columns;
}
