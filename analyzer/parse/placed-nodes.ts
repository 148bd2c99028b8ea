import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';
import { type NodeColumns, readNodes } from './node-section.ts';
import type { SnapshotHeader } from './snapshot-header.ts';
import { readSections } from './top-level.ts';

/** The nodes of a snapshot, and where in the file they end. */
export interface PlacedNodes {
  readonly header: SnapshotHeader;
  readonly nodes: NodeColumns;
  /** Offset behind the bracket that closes the nodes. */
  readonly end: Bytes;
}

/** Reads header and nodes, and not on from there; undefined if there are no nodes. */
export function readPlacedNodes(window: FileWindow): PlacedNodes | undefined {
  let placed: PlacedNodes | undefined;
  readSections(
    window,
    new Map([
      [
        'nodes',
        (at, header) => {
          const nodes = readNodes(at, header).columns;
          placed = { header, nodes, end: at.offset };
        },
      ],
    ]),
    ['snapshot', 'nodes'],
  );
  return placed;
}
