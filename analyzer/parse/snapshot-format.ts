import type { FileWindow } from './file-window.ts';
import type { Counts } from './memory-need.ts';
import type { ReadSnapshotOptions } from './read-options.ts';
import type { ScannedNodes } from './scanned-nodes.ts';
import type { EngineName, SnapshotColumns } from './snapshot-columns.ts';

/** How an engine writes its heap into a file. A format is one file, and one line in `formats.ts`. */
export interface SnapshotFormat {
  readonly engine: EngineName;
  /** Keys of the top level that no other format has. */
  readonly ownKeys: ReadonlySet<string>;
  /** The whole heap, in V8's words. */
  read(window: FileWindow, options: ReadSnapshotOptions): SnapshotColumns;
  /** The nodes alone. */
  scanNodes(window: FileWindow): ScannedNodes;
  /** How much there is in the file, before much of it is read. */
  countsOf(window: FileWindow): Counts;
}
