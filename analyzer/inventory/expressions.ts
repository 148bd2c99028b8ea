import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { retainingPath } from '../paths/retaining-path.ts';

/** Found only on request: they cost a pass over the whole graph. */
export function cheapestPathsIn(heap: AgedHeap): () => CheapestPaths {
  let paths: CheapestPaths | undefined;
  return () => {
    paths ??= new CheapestPaths(heap);
    return paths;
  };
}

/** Names objects as one expression each: `chatRunState.buffers`; empty if nothing of the program reaches one. */
export function expressionsIn(
  heap: AgedHeap,
  paths: () => CheapestPaths = cheapestPathsIn(heap),
): (node: NodeIndex) => string {
  return (node) => expressionOf(retainingPath(heap, paths(), node));
}
