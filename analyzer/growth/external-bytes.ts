import type { HeapGraph } from '../graph/heap-graph.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { Accumulation } from './accumulation.ts';
import type { GroupTree } from './groups.ts';

/** JavaScriptCore counts the bytes of an ArrayBuffer, or of the view that they were made with, as the object's own. */
const holdsBytes = /^(ArrayBuffer|SharedArrayBuffer|(Big)?(Ui|I)nt\d+(Clamped)?Array|Float\d+Array|Buffer)$/;

/**
 * How many of the young bytes of each accumulation are native: the contents of ArrayBuffers and what else an object
 * keeps outside the JavaScript heap.
 */
export function externalBytes(
  heap: AgedHeap,
  tree: GroupTree,
  found: readonly Accumulation[],
): Map<Accumulation, number> {
  const byGroup = new Map(found.map((one) => [one.group.index, one]));
  const sums = new Map(found.map((one) => [one, 0]));
  const isExternal = externalNodes(heap);
  for (let v = 0; v < heap.graph.nodeCount; v++) {
    if (!isExternal(v) || heap.birth[v] === 0) continue;
    for (let group = tree.groupOf[v]; group >= 0; group = tree.groups[group].parent) {
      const one = byGroup.get(group);
      if (one === undefined) continue;
      sums.set(one, sums.get(one)! + heap.graph.selfSize(v));
      break;
    }
  }
  return sums;
}

function externalNodes({ graph }: AgedHeap): (v: NodeIndex) => boolean {
  const { engine, nodeType, nodeName } = graph.columns;
  if (engine === 'v8') {
    const strings = externalStrings(graph);
    return (v) => nodeType[v] === NodeType.native || strings.has(v);
  }
  const known = new Map<number, boolean>();
  return (v) => {
    let external = known.get(nodeName[v]);
    if (external === undefined) {
      external = holdsBytes.test(graph.rawName(v));
      known.set(nodeName[v], external);
    }
    return external && nodeType[v] === NodeType.object;
  };
}

/** Strings whose text native code keeps: V8 counts it as the string's own size, and lists them all below one root. */
function externalStrings({ columns, nodeCount, strings }: HeapGraph): Set<NodeIndex> {
  const { nodeType, nodeName, firstEdge, edgeTo } = columns;
  const list = strings.find('(External strings)');
  const found = new Set<NodeIndex>();
  for (let v = 0; v < nodeCount; v++) {
    if (nodeName[v] !== list || nodeType[v] !== NodeType.synthetic) continue;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) found.add(edgeTo[e]);
  }
  return found;
}
