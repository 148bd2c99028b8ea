import type { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { isCode } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import type { NodeWords } from './node-words.ts';

/** One thing that an object points to, as a reader of its code knows it. */
export interface Field {
  readonly to: NodeIndex;
  /** Absent for entries that only the table behind an object leads to. */
  readonly edge?: EdgeIndex;
}

/** Where the engine keeps what other edges of the same object lead to, and how it made the object. */
const plumbing = new Set(['map', 'properties', 'elements', 'table', 'feedback_cell', 'code', 'shared']);

/** First what the program named, then entries, then what the engine adds, then the prototype. */
const orderOf = { named: 0, entry: 1, engine: 2, prototype: 3 } as const;

/**
 * The fields of an object: properties, variables of a scope, entries of a container. Small integers, booleans and
 * `undefined` are no nodes of a snapshot, so they are missing here.
 */
export function fieldsOf(heap: AgedHeap, node: NodeIndex): Field[] {
  const { graph } = heap;
  const ordered: Field[][] = [[], [], [], []];
  for (const entry of entriesOfCollection(heap, node)) ordered[orderOf.entry].push(entry);
  for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
    const order = orderOfEdge(heap, edge);
    if (order === undefined) continue;
    ordered[order].push({ edge, to: graph.edgeTarget(edge) });
  }
  return ordered.flat();
}

/** How the program writes it; not part of a field, since containers have millions of them. */
export function fieldLabel(words: NodeWords, node: NodeIndex, { edge }: Field): string {
  return edge === undefined ? '[key]' : words.edge(node, edge);
}

function orderOfEdge({ graph }: AgedHeap, edge: EdgeIndex): number | undefined {
  const name = graph.edgeNameOrIndex(edge);
  switch (graph.edgeType(edge)) {
    case EdgeType.weak:
      return undefined;
    case EdgeType.property:
      return name === '__proto__' ? orderOf.prototype : orderOf.named;
    case EdgeType.context:
    case EdgeType.shortcut:
      return orderOf.named;
    case EdgeType.element:
      return orderOf.entry;
    default:
      return plumbing.has(String(name)) || isCode(graph.type(graph.edgeTarget(edge)))
        ? undefined
        : orderOf.engine;
  }
}

/** A Map and a Set keep their entries in a table, which is of no interest. */
function entriesOfCollection(heap: AgedHeap, node: NodeIndex): Field[] {
  if (!/^(Map|Set)$/.test(heap.names.className(node))) return [];
  return (entriesOf(heap, node) ?? []).flatMap(({ key, value }) => {
    const to = value ?? key;
    return to === undefined ? [] : [{ to }];
  });
}
