import type { Bytes } from '../../format/units.ts';
import { FileWindow } from './file-window.ts';
import { scanJscNodes } from './jsc/scan-jsc-nodes.ts';
import type { NodeColumns } from './node-section.ts';
import { readPlacedNodes } from './placed-nodes.ts';
import type { ScannedNodes } from './scanned-nodes.ts';
import { NodeType } from './snapshot-columns.ts';
import { nameASnapshot } from './snapshot-error.ts';
import { formatOf } from './snapshot-format.ts';

export type { ScannedNodes } from './scanned-nodes.ts';

/**
 * Reads only the nodes of a snapshot and what explains them; in a file as V8 writes it the rest is not even read from
 * disk, so a capture that was torn behind its nodes still serves.
 * @throws SnapshotError
 */
export function scanNodeIds(file: string): ScannedNodes {
  const window = new FileWindow(file);
  try {
    return formatOf(window) === 'jsc' ? scanJscNodes(window) : scanV8Nodes(window);
  } finally {
    window.close();
  }
}

function scanV8Nodes(window: FileWindow): ScannedNodes {
  const placed = readPlacedNodes(window);
  if (!placed) throw window.error('has no "nodes": not a heap snapshot', nameASnapshot);
  const { header, nodes } = placed;
  const watermark = largestOdd(nodes.nodeId);
  const heapSize = sizeOfV8Heap(nodes);
  return { nodeCount: header.nodeCount, watermark, heapSize, ...nodes, look: looksOfV8(nodes), placed };
}

/**
 * `native` nodes are memory of the embedder, with the contents of ArrayBuffers: the heap limit does not count them, and
 * triage judges them by series of their own.
 */
export function sizeOfV8Heap({
  nodeType,
  selfSize,
  largeSizes,
}: Pick<NodeColumns, 'nodeType' | 'selfSize' | 'largeSizes'>): Bytes {
  let size = 0;
  for (let node = 0; node < selfSize.length; node++) {
    if (nodeType[node] !== NodeType.native) size += selfSize[node];
  }
  for (const [node, large] of largeSizes) {
    if (nodeType[node] !== NodeType.native) size += large - selfSize[node];
  }
  return size;
}

/** Type, and size where objects of the type have a fixed one. */
export function looksOfV8({
  nodeType,
  selfSize,
}: Pick<NodeColumns, 'nodeType' | 'selfSize'>): ScannedNodes['look'] {
  return (node) => {
    const type = nodeType[node];
    const isFixed = type === NodeType.object || type === NodeType.closure || type === NodeType.number;
    return type * 2 ** 32 + (isFixed ? selfSize[node] : 0);
  };
}

/** 0 where there is no odd id at all. */
export function largestOdd(ids: Uint32Array): number {
  let largest = 0;
  for (let node = 0; node < ids.length; node++) {
    if (ids[node] > largest && (ids[node] & 1) === 1) largest = ids[node];
  }
  return largest;
}
