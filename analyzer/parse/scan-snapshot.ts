import { FileWindow } from './file-window.ts';
import { type NodeColumns, readNodes } from './node-section.ts';
import { nameASnapshot } from './snapshot-error.ts';
import { readSections, type SectionReader } from './top-level.ts';

/** What an earlier capture tells without its edges and strings. */
export interface ScannedNodes extends NodeColumns {
  readonly nodeCount: number;
  /** The largest odd id: V8 gives heap objects odd ids that only increase, so whatever is born later has a larger one. */
  readonly watermark: number;
}

/**
 * Reads only the header and the nodes of a snapshot; in a file as V8 writes it the rest is not even read from disk,
 * so a capture that was torn behind its nodes still serves.
 * @throws SnapshotError
 */
export function scanNodeIds(file: string): ScannedNodes {
  const window = new FileWindow(file);
  try {
    let nodes: NodeColumns | undefined;
    const readNodeSection: SectionReader = (at, header) => {
      nodes = readNodes(at, header).columns;
    };
    const { nodeCount } = readSections(window, new Map([['nodes', readNodeSection]]), ['snapshot', 'nodes']);
    if (!nodes) throw window.error('has no "nodes": not a heap snapshot', nameASnapshot);
    return { nodeCount, watermark: largestOdd(nodes.nodeId), ...nodes };
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
