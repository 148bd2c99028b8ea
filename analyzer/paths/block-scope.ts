import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** With more candidates than this a variable stays without a name. */
const mostCandidates = 3;

/**
 * The variable behind a hidden edge of a scope. V8 names the variables of functions, not those of blocks, and test
 * runners such as vitest put whole modules into a block. The names stand in the scope's info in the same order as the
 * variables, but variables that hold small integers are not drawn: so closures, which are named as their variables are,
 * serve as marks, and in between several names may be left: `sessions or next`.
 */
export function blockVariable(heap: AgedHeap, scope: NodeIndex, edge: EdgeIndex): string | undefined {
  const names = namesOf(heap, scope);
  const drawn = hiddenEdges(heap, scope);
  const at = drawn.indexOf(edge);
  if (at < 0 || names.length < drawn.length) return undefined;
  const marks = drawn.map((each) => names.indexOf(closureName(heap, heap.graph.edgeTarget(each))));
  if (marks[at] >= 0) return names[marks[at]];
  // Each variable in between takes one name, so those next to a mark cannot take the names farthest from it.
  let from = at;
  for (let before = at - 1; before >= 0; before--) {
    if (marks[before] >= 0) {
      from = marks[before] + (at - before);
      break;
    }
  }
  let to = names.length - (drawn.length - at);
  for (let after = at + 1; after < drawn.length; after++) {
    if (marks[after] >= 0) {
      to = marks[after] - (after - at);
      break;
    }
  }
  const candidates = names.slice(from, to + 1);
  return candidates.length === 0 || candidates.length > mostCandidates ? undefined : candidates.join(' or ');
}

function hiddenEdges({ graph }: AgedHeap, scope: NodeIndex): EdgeIndex[] {
  const edges: EdgeIndex[] = [];
  for (let e = graph.firstEdge(scope); e < graph.endEdge(scope); e++) {
    if (graph.edgeType(e) === EdgeType.hidden) edges.push(e);
  }
  return edges;
}

function namesOf({ graph }: AgedHeap, scope: NodeIndex): string[] {
  const edge = graph.findEdge(scope, EdgeType.internal, graph.strings.find('scope_info'));
  if (edge < 0) return [];
  const names: string[] = [];
  const info = graph.edgeTarget(edge);
  for (let e = graph.firstEdge(info); e < graph.endEdge(info); e++) {
    const target = graph.edgeTarget(e);
    if (graph.edgeType(e) === EdgeType.hidden && graph.type(target) === NodeType.string)
      names.push(graph.rawName(target));
  }
  return names;
}

function closureName({ graph }: AgedHeap, v: NodeIndex): string {
  return graph.type(v) === NodeType.closure ? graph.rawName(v) : '';
}
