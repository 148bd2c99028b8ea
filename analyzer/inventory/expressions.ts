import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { retainingPath } from '../paths/retaining-path.ts';

/** Names objects as one expression each: `chatRunState.buffers`; empty where nothing of the program reaches one. */
export function expressionsIn(heap: AgedHeap, known?: CheapestPaths): (node: NodeIndex) => string {
  // Found only where somebody asks: they cost a pass over the whole graph.
  let paths = known;
  return (node) => {
    paths ??= new CheapestPaths(heap);
    return expressionOf(retainingPath(heap, paths, node));
  };
}
