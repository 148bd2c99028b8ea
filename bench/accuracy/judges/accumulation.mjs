import { ClassNames } from '../../../dist/analyzer/graph/class-names.js';
import { distances } from '../../../dist/analyzer/graph/distances.js';
import { computeDominators, dominatedChildren } from '../../../dist/analyzer/graph/dominators.js';
import { retainingEdges } from '../../../dist/analyzer/graph/edge-filter.js';
import { edgeLabel } from '../../../dist/analyzer/graph/edge-labels.js';
import { retainedSizes } from '../../../dist/analyzer/graph/retained-sizes.js';
import { buildRetainers } from '../../../dist/analyzer/graph/retainers.js';
import { NodeType } from '../../../dist/analyzer/parse/snapshot-columns.js';
import { withGraph } from './open-graph.mjs';

// Both are the defaults of Eclipse Memory Analyzer's leak hunter, see FindLeaksQuery in its sources.
const suspectShare = 0.2;
const bigDrop = 0.7;

/**
 * A leak hunt in the manner of Eclipse Memory Analyzer, over the last capture alone: objects that nobody else dominates
 * and that keep a fifth of the heap alive are suspects, the biggest first. From each the way leads down to the biggest
 * dominated object as long as that keeps most of what its owner keeps: where it ends is the accumulation point.
 * Its grouping of many small objects by class is left out.
 */
export function judgeByAccumulation(files) {
  return withGraph(files.at(-1), (graph) => {
    const edges = retainingEdges(graph);
    const tree = computeDominators(graph, edges);
    const { first, children } = dominatedChildren(tree);
    const retained = retainedSizes(graph, tree);
    const heap = {
      graph,
      edges,
      retained,
      childrenOf: (node) => children.subarray(first[node], first[node + 1]),
    };
    const describe = describer(heap);
    return topLevel(heap)
      .filter((node) => retained[node] >= suspectShare * retained[0])
      .sort((a, b) => retained[b] - retained[a])
      .map((node) => describe(accumulationPoint(heap, node)));
  });
}

/** Below the root V8 draws nodes for groups of roots, which no program made. */
function topLevel({ graph, childrenOf }) {
  const found = [];
  const groups = [0];
  for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
    for (const child of childrenOf(group)) {
      (graph.type(child) === NodeType.synthetic ? groups : found).push(child);
    }
  }
  return found;
}

function accumulationPoint({ childrenOf, retained }, start) {
  let node = start;
  for (;;) {
    const biggest = childrenOf(node).reduce(
      (best, child) => (best === -1 || retained[child] > retained[best] ? child : best),
      -1,
    );
    if (biggest === -1 || retained[biggest] < bigDrop * retained[node]) return node;
    node = biggest;
  }
}

/** The shortest path to the point, and the classes of what it dominates, as the leak hunter's page shows them. */
function describer(heap) {
  const { graph, edges, retained } = heap;
  const names = new ClassNames(graph);
  const steps = distances(graph, edges);
  const retainers = buildRetainers(graph, edges);
  return (point) => {
    const path = shortestPath(retainers, steps, point).map(
      ({ edge, to }) => `${edgeLabel(graph, edge)} ${names.of(to)}`,
    );
    const text = `${path.join(' > ')} accumulates ${accumulatedClasses(heap, names, point).join(', ')}`;
    return { text, title: `${path.slice(-2).join(' > ')} keeps ${retained[point]} bytes` };
  };
}

function shortestPath({ first, from, edge }, steps, point) {
  const path = [];
  for (let to = point; to !== 0; ) {
    let row = first[to];
    while (steps[from[row]] !== steps[to] - 1) row++;
    path.unshift({ edge: edge[row], to });
    to = from[row];
  }
  return path;
}

function accumulatedClasses({ childrenOf, retained }, names, point) {
  const bytes = new Map();
  for (const child of childrenOf(point)) {
    const name = names.of(child);
    bytes.set(name, (bytes.get(name) ?? 0) + retained[child]);
  }
  return [...bytes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([name]) => name);
}
