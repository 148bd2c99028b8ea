import type { DominatorTree } from '../graph/dominators.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { isCode } from '../parse/node-kinds.ts';
import { NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import { isBookkeepingName } from './v8/bookkeeping.ts';
import { isNoteOfBrowser, isNoteOfScript } from './v8/browser-names.ts';

/**
 * Marks (1) the nodes whose bytes say nothing about the program's data: code, object shapes, inline caches, what a browser
 * notes of a page, and what they alone keep alive. Objects, closures and regular expressions below them are data again.
 */
export function engineNoise(graph: HeapGraph, tree: DominatorTree): Uint8Array {
  const { nodeType, nodeName, nodeCount, strings } = graph.columns;
  const noise = new Uint8Array(nodeCount);
  const isBookkeeping = ofNames(strings, isBookkeepingName);
  const isNote = ofNames(strings, isNoteOfBrowser);
  const isOfScript = ofNames(strings, isNoteOfScript);
  for (let i = 0; i < tree.reachable; i++) {
    const v = tree.order[i];
    const type = nodeType[v];
    if (isCode(type)) noise[v] = 1;
    else if (type === NodeType.hidden && isBookkeeping(nodeName[v])) noise[v] = 1;
    else if (type === NodeType.native && isNote(nodeName[v])) noise[v] = 1;
    else if (type === NodeType.native && isOfScript(nodeName[v])) continue;
    else if (noise[tree.idom[v]] === 1 && !startsData(type)) noise[v] = 1;
  }
  return noise;
}

/** Looks at each name once. */
function ofNames(
  strings: HeapGraph['strings'],
  tells: (name: string) => boolean,
): (name: StringIndex) => boolean {
  const known = new Map<StringIndex, boolean>();
  return (name) => {
    let told = known.get(name);
    if (told === undefined) {
      told = tells(strings.get(name));
      known.set(name, told);
    }
    return told;
  };
}

function startsData(type: number): boolean {
  return type === NodeType.object || type === NodeType.closure || type === NodeType.regexp;
}
