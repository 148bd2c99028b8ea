import { computeDominators } from '../../dist/analyzer/graph/dominators.js';
import { retainingEdges } from '../../dist/analyzer/graph/edge-filter.js';
import { HeapGraph } from '../../dist/analyzer/graph/heap-graph.js';
import { retainedSizes } from '../../dist/analyzer/graph/retained-sizes.js';
import { readSnapshot } from '../../dist/analyzer/parse/read-snapshot.js';
import { measure } from './work.mjs';

await measure((file) => {
  const graph = new HeapGraph(readSnapshot(file));
  const retained = retainedSizes(graph, computeDominators(graph, retainingEdges(graph)));
  return { retained: retained[0], edges: graph.edgeCount };
});
