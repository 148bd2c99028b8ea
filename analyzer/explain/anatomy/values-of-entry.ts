import { areNamedByData } from '../../graph/dictionaries.ts';
import { Primitives } from '../../graph/primitives.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';

/** Rows for a reader. */
const mostValues = 6;
const identifier = /^#?[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;

/**
 * Numbers and booleans in the own fields of an entry, as `open false`. None if the recording was not asked for values,
 * and none of what is used as a dictionary, whose keys are data.
 */
export function valuesOfEntry({ graph, names }: AgedHeap, entry: NodeIndex): string[] {
  if (graph.numbers === undefined) return [];
  const primitives = new Primitives(graph);
  const values: string[] = [];
  const tell = (name: string, value: string | undefined) => {
    if (value !== undefined && identifier.test(name)) values.push(`${name} ${value}`);
  };
  for (let edge = graph.firstEdge(entry); edge < graph.endEdge(entry); edge++) {
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    tell(String(graph.edgeNameOrIndex(edge)), primitives.of(graph.edgeTarget(edge)));
  }
  for (const { edgeType, edgeName, text } of graph.numbers.integersOf(entry)) {
    if (edgeType === EdgeType.property) tell(graph.strings.get(edgeName), text);
  }
  const isDictionary = names.className(entry) === 'Object' && areNamedByData(values.length);
  return isDictionary ? [] : values.slice(0, mostValues);
}
