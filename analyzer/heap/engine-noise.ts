import type { DominatorTree } from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { isCode } from '../parse/node-kinds.ts';
import { NodeType } from '../parse/snapshot-columns.ts';
import { isBookkeepingName } from './v8/bookkeeping.ts';

/**
 * Marks (1) the nodes whose bytes say nothing about the program's data: code, object shapes, inline caches, and what
 * they alone keep alive. Objects, closures and regular expressions below them are data again.
 */
export function engineNoise(graph: HeapGraph, tree: DominatorTree): Uint8Array {
  const { nodeType, nodeName, nodeCount, strings } = graph.columns;
  const noise = new Uint8Array(nodeCount);
  const bookkeepingNames = new Map<number, boolean>();
  const isBookkeeping = (name: number): boolean => {
    let known = bookkeepingNames.get(name);
    if (known === undefined) {
      known = isBookkeepingName(strings.get(name));
      bookkeepingNames.set(name, known);
    }
    return known;
  };
  for (let i = 0; i < tree.reachable; i++) {
    const v = tree.order[i];
    const type = nodeType[v];
    if (isCode(type)) noise[v] = 1;
    else if (type === NodeType.hidden && isBookkeeping(nodeName[v])) noise[v] = 1;
    else if (noise[tree.idom[v]] === 1 && !startsData(type)) noise[v] = 1;
  }
  return noise;
}

function startsData(type: number): boolean {
  return type === NodeType.object || type === NodeType.closure || type === NodeType.regexp;
}
