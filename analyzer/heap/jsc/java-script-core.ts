import { holdsBytes } from '../../graph/byte-classes.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import { internalTarget } from '../../graph/internal-target.ts';
import { type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';
import type { Engine } from '../engine.ts';
import { entriesInJsc } from './container-entries.ts';
import { gapsOf, unseenHolder } from './gaps.ts';
import { growthEdges } from './growth-edges.ts';
import { heldByHandles, rootlessObjects } from './held-by-root.ts';

/** JavaScriptCore, whose snapshots Bun writes. */
export const javaScriptCore: Engine = {
  name: 'jsc',
  runtime: 'Bun',
  canBeReadSparsely: false,
  namesRoots: false,
  placesFunctions: false,
  unnamedModule: 'module',
  keepsSignalsInNativeCode: true,
  // What its inspector remembers is dropped with the other edges: see `growthEdges`.
  observerEdges: () => [],
  growthEdges,
  heldByRoot: (graph) => [...heldByHandles(graph), ...rootlessObjects(graph)],
  entriesOf: entriesInJsc,
  externalNodes,
  boundThis,
  unseenHolder,
  gapsOf,
};

/** It counts the bytes of an ArrayBuffer, or of the view that they were made with, as the object's own. */
function externalNodes(graph: HeapGraph): (node: NodeIndex) => boolean {
  const { nodeType, nodeName } = graph.columns;
  const known = new Map<number, boolean>();
  return (node) => {
    let external = known.get(nodeName[node]);
    if (external === undefined) {
      external = holdsBytes(graph.rawName(node));
      known.set(nodeName[node], external);
    }
    return external && nodeType[node] === NodeType.object;
  };
}

/** It gives a bound function native code, and one nameless edge to each of what is bound and the realm. */
function boundThis(graph: HeapGraph, boundFunction: NodeIndex): NodeIndex | undefined {
  const code = internalTarget(graph, boundFunction, 'shared');
  if (code === undefined || graph.rawName(code) !== 'NativeExecutable') return undefined;
  for (let e = graph.firstEdge(boundFunction); e < graph.endEdge(boundFunction); e++) {
    const to = graph.edgeTarget(e);
    if (graph.type(to) === NodeType.object && !/^(global|system \/ .*)$/.test(graph.rawName(to))) return to;
  }
  return undefined;
}
