import type { Entry } from '../../graph/container-entry.ts';
import { areNamedByData } from '../../graph/dictionaries.ts';
import type { NodesAndEdges } from '../../graph/internal-target.ts';
import { EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';

/**
 * The entries of a container of JavaScriptCore; undefined for anything else. What the probe put back of a Map stands
 * as elements of it, of the entry i the key at 2 i and the value at 2 i + 1; of a Set the value at i. Numbers are no
 * nodes: an entry that has nothing else in it is not seen.
 */
export function entriesInJsc(
  graph: NodesAndEdges,
  className: string,
  container: NodeIndex,
): Entry[] | undefined {
  switch (className) {
    case 'Map':
      return pairs(graph, container);
    case 'Set':
    case 'Array':
      return values(graph, container, EdgeType.element);
    case 'Object':
      return dictionaryValues(graph, container);
    default:
      return undefined;
  }
}

function pairs(graph: NodesAndEdges, map: NodeIndex): Entry[] {
  const entries = new Map<number, { key?: NodeIndex; value?: NodeIndex }>();
  for (let e = graph.firstEdge(map); e < graph.endEdge(map); e++) {
    if (graph.edgeType(e) !== EdgeType.element) continue;
    const at = Number(graph.edgeNameOrIndex(e));
    const number = at >>> 1;
    const entry = entries.get(number) ?? {};
    entries.set(number, entry);
    if ((at & 1) === 0) entry.key = graph.edgeTarget(e);
    else entry.value = graph.edgeTarget(e);
  }
  return [...entries.values()];
}

function values(graph: NodesAndEdges, container: NodeIndex, type: number): Entry[] {
  const entries: Entry[] = [];
  for (let e = graph.firstEdge(container); e < graph.endEdge(container); e++) {
    if (graph.edgeType(e) === type) entries.push({ value: graph.edgeTarget(e) });
  }
  return entries;
}

/** An object that is used as a dictionary, by names or by numbers. Its keys are names of edges and no nodes. */
function dictionaryValues(graph: NodesAndEdges, object: NodeIndex): Entry[] | undefined {
  const named = values(graph, object, EdgeType.property);
  const numbered = values(graph, object, EdgeType.element);
  const entries = named.length > numbered.length ? named : numbered;
  return areNamedByData(entries.length) ? entries : undefined;
}
