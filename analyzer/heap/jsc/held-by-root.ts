import type { HeapGraph } from '../../graph/heap-graph.ts';
import { isCode } from '../../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';

/**
 * JavaScriptCore keeps the handles of native code in blocks that hang on each other. Whichever block a running timer
 * is in, the root holds it.
 */
export function heldByHandles({ columns, nodeCount, strings }: HeapGraph): NodeIndex[] {
  const { firstEdge, edgeTo, nodeName, nodeType } = columns;
  const block = strings.find('StrongRootBlock');
  const held: NodeIndex[] = [];
  for (let v = 1; v < nodeCount; v++) {
    if (nodeName[v] !== block || nodeType[v] !== NodeType.synthetic) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      const type = nodeType[edgeTo[e]];
      if (type !== NodeType.synthetic && type !== NodeType.objectShape) held.push(edgeTo[e]);
    }
  }
  return held;
}

/**
 * Where the contents of Maps and Sets are not in the snapshot, what only they hold has no holder. It counts as held by
 * the root: it is alive, and may grow. Rings of such objects stay unseen.
 */
export function rootlessObjects({ columns, nodeCount }: HeapGraph): NodeIndex[] {
  const { gaps, firstEdge, edgeTo, nodeType } = columns;
  if (gaps?.collections !== undefined) return [];
  const isHeld = new Uint8Array(nodeCount);
  for (let v = 0; v < nodeCount; v++)
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) if (edgeTo[e] !== v) isHeld[edgeTo[e]] = 1;
  const rootless: NodeIndex[] = [];
  for (let v = 1; v < nodeCount; v++) if (isHeld[v] === 0 && !isCode(nodeType[v])) rootless.push(v);
  return rootless;
}
