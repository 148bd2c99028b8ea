import { FileWindow } from './file-window.ts';
import type { NodeColumns } from './node-section.ts';
import { type PlacedNodes, readPlacedNodes } from './placed-nodes.ts';
import { nameASnapshot } from './snapshot-error.ts';

/** What an earlier capture tells without its edges and strings. */
export interface ScannedNodes extends NodeColumns {
  readonly nodeCount: number;
  /** The largest odd id: V8 gives heap objects odd ids that only increase, so whatever is born later has a larger one. */
  readonly watermark: number;
  /** The same nodes with their place in the file, from where to read on. */
  readonly placed: PlacedNodes;
}

/**
 * Reads only the header and the nodes of a snapshot; in a file as V8 writes it the rest is not even read from disk,
 * so a capture that was torn behind its nodes still serves.
 * @throws SnapshotError
 */
export function scanNodeIds(file: string): ScannedNodes {
  const window = new FileWindow(file);
  try {
    const placed = readPlacedNodes(window);
    if (!placed) throw window.error('has no "nodes": not a heap snapshot', nameASnapshot);
    const { header, nodes } = placed;
    return { nodeCount: header.nodeCount, watermark: largestOdd(nodes.nodeId), ...nodes, placed };
  } finally {
    window.close();
  }
}

/** 0 where there is no odd id at all. */
export function largestOdd(ids: Uint32Array): number {
  let largest = 0;
  for (let node = 0; node < ids.length; node++) {
    if (ids[node] > largest && (ids[node] & 1) === 1) largest = ids[node];
  }
  return largest;
}
