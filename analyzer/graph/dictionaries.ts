import { hanging } from '../../judgement/parameters/hanging.ts';
import { EdgeType } from '../parse/snapshot-columns.ts';
import type { NodesAndEdges } from './internal-target.ts';

const { dictionaryFrom } = hanging;

/**
 * Whether so many things that are alike hang on one owner that their names are data: it is used as a dictionary and no
 * record. Asked of the edges of a plain object, of its entries, and of the objects of one class that hang on one owner.
 */
export function areNamedByData(alike: number): boolean {
  return alike > dictionaryFrom;
}

/** The same of an edge alone: a property of a plain object that has many edges. */
export function isKeyOfDictionary(graph: NodesAndEdges, from: number, edge: number): boolean {
  return (
    graph.edgeType(edge) === EdgeType.property &&
    areNamedByData(graph.endEdge(from) - graph.firstEdge(from)) &&
    graph.rawName(from) === 'Object'
  );
}

/**
 * How many keys an object has that is known to be a dictionary, such as one that had too few of them at an earlier
 * capture to be told from a record. Small integers are no nodes, and are not counted.
 */
export function keysOf(graph: NodesAndEdges, object: number): number {
  let keys = 0;
  for (let e = graph.firstEdge(object); e < graph.endEdge(object); e++) {
    const type = graph.edgeType(e);
    const isKey = type === EdgeType.property && graph.edgeNameOrIndex(e) !== '__proto__';
    if (isKey || type === EdgeType.element) keys++;
  }
  return keys;
}
