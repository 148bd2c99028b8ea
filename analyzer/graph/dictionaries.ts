import { EdgeType } from '../parse/snapshot-columns.ts';
import type { NodesAndEdges } from './internal-target.ts';

/**
 * More names than this, and they are data: what has them is used as a dictionary and no record. Asked of the edges of a
 * plain object, of its entries, and of the objects of one class that hang on one owner.
 */
const dictionaryFrom = 12;

/** Whether so many things that are alike hang on one owner that their names are data. */
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
