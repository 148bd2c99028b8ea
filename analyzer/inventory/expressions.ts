import { CheapestPaths } from '../explain/cheapest-path.ts';
import { expressionOf } from '../explain/expression.ts';
import { retainingPath } from '../explain/retaining-path.ts';
import type { AgedHeap } from '../growth/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** Names objects as one expression each: `chatRunState.buffers`; empty where nothing of the program reaches one. */
export function expressionsIn(heap: AgedHeap): (node: NodeIndex) => string {
  // Found only where somebody asks: they cost a pass over the whole graph.
  let paths: CheapestPaths | undefined;
  return (node) => {
    paths ??= new CheapestPaths(heap);
    return expressionOf(retainingPath(heap, paths, node));
  };
}
