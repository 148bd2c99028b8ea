import type { Bytes } from '../../../format/units.ts';
import type { FileWindow } from '../file-window.ts';
import type { ScannedNodes } from '../scanned-nodes.ts';
import { readJscNodes } from './jsc-file.ts';
import { oddId } from './node-order.ts';

/**
 * The nodes of a snapshot of JavaScriptCore in the order of the file. Sizes change with what an object has outside
 * its cell, so an object looks like its class.
 */
export function scanJscNodes(window: FileWindow): ScannedNodes {
  const { nodes, classNames } = readJscNodes(window);
  const { count, size, largeSizes, className } = nodes;
  const nodeId = nodes.id.map(oddId);
  let watermark = 0;
  for (const id of nodeId) if (id > watermark) watermark = id;
  const looks = classNames.map(hashOf);
  return {
    nodeCount: count,
    watermark,
    heapSize: sumOf(nodes),
    nodeId,
    selfSize: size,
    largeSizes,
    look: (v) => looks[className[v]],
  };
}

function sumOf({
  size,
  largeSizes,
}: Pick<ScannedNodes, 'largeSizes'> & { readonly size: Uint32Array }): Bytes {
  let sum = 0;
  for (const each of size) sum += each;
  for (const [node, large] of largeSizes) sum += large - size[node];
  return sum;
}

/** FNV-1a: the list of classes differs from capture to capture, their names do not. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
