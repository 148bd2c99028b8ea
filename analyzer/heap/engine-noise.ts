import type { DominatorTree } from '../graph/dominators.ts';
import { eachSlice, graphKernels } from '../graph/graph-kernels.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { type ColumnMemory, orElse } from '../parse/column-memory.ts';
import { isCode } from '../parse/node-kinds.ts';
import { NodeType, nodeTypes, type StringIndex } from '../parse/snapshot-columns.ts';
import { isBookkeepingName } from './v8/bookkeeping.ts';
import { isNoteOfBrowser, isNoteOfScript } from './v8/browser-names.ts';

/** What the type and the name of a node tell: the same numbers as in analyzer/kernels/ageing.ts. */
const Kind = { asDominator: 0, noise: 1, data: 2 } as const;

/**
 * Marks (1) the nodes whose bytes say nothing about the program's data: code, object shapes, inline caches, what a browser
 * notes of a page, and what they alone keep alive. Objects, closures and regular expressions below them are data again.
 */
export function engineNoise(graph: HeapGraph, tree: DominatorTree): Uint8Array {
  const { memory } = graph.columns;
  if (memory?.holds(tree.idom) !== true) return noisePlainly(graph, tree);
  return orElse(
    () => noiseInKernels(graph, tree, memory),
    () => noisePlainly(graph, tree),
  );
}

function noiseInKernels(
  graph: HeapGraph,
  { order, idom, reachable }: DominatorTree,
  memory: ColumnMemory,
): Uint8Array {
  const noise = memory.uint8(graph.nodeCount);
  return memory.scratch(() => {
    const kinds = memory.uint8(graph.nodeCount);
    tellKinds(graph, kinds);
    eachSlice(0, reachable, (from, to) =>
      graphKernels(memory).inheritNoise(
        from,
        to,
        order.byteOffset,
        idom.byteOffset,
        kinds.byteOffset,
        noise.byteOffset,
      ),
    );
    return noise;
  });
}

export function noisePlainly(graph: HeapGraph, { order, idom, reachable }: DominatorTree): Uint8Array {
  const kinds = new Uint8Array(graph.nodeCount);
  tellKinds(graph, kinds);
  const noise = new Uint8Array(graph.nodeCount);
  for (let i = 0; i < reachable; i++) {
    const v = order[i];
    if (kinds[v] === Kind.noise) noise[v] = 1;
    else if (kinds[v] === Kind.asDominator) noise[v] = noise[idom[v]];
  }
  return noise;
}

function tellKinds(graph: HeapGraph, kinds: Uint8Array): void {
  const { nodeType, nodeName, nodeCount, strings } = graph.columns;
  const byType = Uint8Array.from(nodeTypes, (_, type) => kindOfType(type));
  const isBookkeeping = ofNames(strings, isBookkeepingName);
  const isNote = ofNames(strings, isNoteOfBrowser);
  const isOfScript = ofNames(strings, isNoteOfScript);
  for (let v = 0; v < nodeCount; v++) {
    const type = nodeType[v];
    kinds[v] = byType[type];
    if (type === NodeType.hidden) {
      if (isBookkeeping(nodeName[v])) kinds[v] = Kind.noise;
    } else if (type === NodeType.native) {
      if (isNote(nodeName[v])) kinds[v] = Kind.noise;
      else if (isOfScript(nodeName[v])) kinds[v] = Kind.data;
    }
  }
}

function kindOfType(type: number): number {
  if (isCode(type)) return Kind.noise;
  return startsData(type) ? Kind.data : Kind.asDominator;
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
