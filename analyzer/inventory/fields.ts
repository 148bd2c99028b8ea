import { areNamedByData } from '../graph/dictionaries.ts';
import type { IntegerField } from '../graph/number-texts.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { isCode } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex } from '../parse/snapshot-columns.ts';
import { property } from '../paths/step-names.ts';
import type { NodeWords } from './node-words.ts';

/** One thing that an object has, as a reader of its code knows it. */
export type Field = Reference | IntegerField;

export interface Reference {
  readonly to: NodeIndex;
  /** Absent for entries that only the table behind an object leads to. */
  readonly edge?: EdgeIndex;
}

export function isReference(field: Field): field is Reference {
  return 'to' in field;
}

/** Where the engine keeps what other edges of the same object lead to, and how it made the object. */
const plumbing = new Set(['map', 'properties', 'elements', 'table', 'feedback_cell', 'code', 'shared']);

/** First what the program named, then entries, then what the engine adds, then the prototype. */
const orderOf = { named: 0, entry: 1, engine: 2, prototype: 3 } as const;

/**
 * The fields of an object: properties, variables of a scope, entries of a container. Small integers are missing if the
 * snapshot does not tell them.
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
  for (const integer of graph.numbers?.integersOf(node) ?? [])
    ordered[integer.edgeType === EdgeType.element ? orderOf.entry : orderOf.named].push(integer);
  return ordered.flat();
}

/** How the program writes it; not part of a field, since containers have millions of them. */
export function fieldLabel(words: NodeWords, node: NodeIndex, field: Field): string {
  if (!isReference(field)) return integerLabel(words.heap, node, field);
  return field.edge === undefined ? '[key]' : words.edge(node, field.edge);
}

function integerLabel({ graph, names }: AgedHeap, node: NodeIndex, field: IntegerField): string {
  if (field.edgeType === EdgeType.element) return '[]';
  const name = graph.strings.get(field.edgeName);
  if (field.edgeType === EdgeType.context) return name;
  // The keys of a plain object that has many numbers came with the data.
  const isKey = names.className(node) === 'Object' && areNamedByData(graph.numbers!.integersOf(node).length);
  return isKey ? '[key]' : property(name);
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
