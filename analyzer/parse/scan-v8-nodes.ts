import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';
import { largestOdd } from './largest-odd.ts';
import type { NodeColumns } from './node-section.ts';
import { readPlacedNodes } from './placed-nodes.ts';
import type { ScannedNodes } from './scanned-nodes.ts';
import { NodeType } from './snapshot-columns.ts';
import { nameASnapshot } from './snapshot-error.ts';

/** The nodes section of a snapshot of V8, which stands in front: the rest of the file is not even read. */
export function scanV8Nodes(window: FileWindow): ScannedNodes {
  const placed = readPlacedNodes(window);
  if (!placed) throw window.error('has no "nodes": not a heap snapshot', nameASnapshot);
  return { ...scanOfNodes(placed.nodes), placed };
}

/** What nodes tell that are read already. */
export function scanOfNodes(nodes: NodeColumns): ScannedNodes {
  const watermark = largestOdd(nodes.nodeId);
  const heapSize = sizeOfV8Heap(nodes);
  return { nodeCount: nodes.nodeId.length, watermark, heapSize, ...nodes, look: looksOfV8(nodes) };
}

/**
 * `native` nodes are memory of the embedder, with the contents of ArrayBuffers: the heap limit does not count them, and
 * triage judges them by series of their own.
 */
function sizeOfV8Heap({
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
