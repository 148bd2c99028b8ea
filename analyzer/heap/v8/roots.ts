import type { HeapGraph } from '../../graph/heap-graph.ts';
import { type NodeIndex, NodeType, type StringIndex } from '../../parse/snapshot-columns.ts';

/** Roots that hold things for a moment only: what runs, and what the compiler remembers. */
export const momentaryRoots = /^\((Stack roots|Handle scope|Relocatable|Compilation cache)\)$/;
/** Lists that are weak in truth: through them V8 finds strings to be freed, and strings that are equal. */
export const weakLists = /^\((External strings|Internalized strings)\)$/;

/** The name of an edge from a wrapper to the object that it belongs to. */
export const toJavaScript = 'native_to_javascript';

/** The roots of V8 that have such a name. */
export function rootsNamed({ columns, nodeCount }: HeapGraph, name: RegExp): NodeIndex[] {
  const { nodeType, nodeName, strings } = columns;
  const known = new Map<StringIndex, boolean>();
  const found: NodeIndex[] = [];
  for (let v = 0; v < nodeCount; v++) {
    if (nodeType[v] !== NodeType.synthetic) continue;
    let isNamed = known.get(nodeName[v]);
    if (isNamed === undefined) {
      isNamed = name.test(strings.get(nodeName[v]));
      known.set(nodeName[v], isNamed);
    }
    if (isNamed) found.push(v);
  }
  return found;
}
