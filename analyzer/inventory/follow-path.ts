import type { AgedHeap } from '../heap/aged-heap.ts';
import { isCode } from '../parse/node-kinds.ts';
import {
  type EdgeIndex,
  EdgeType,
  edgeIsIndexed,
  type NodeIndex,
  NodeType,
} from '../parse/snapshot-columns.ts';
import { describeEdge } from '../paths/step-names.ts';
import type { PathStepWanted } from './path-expression.ts';

/** What an object keeps its elements, entries and spare properties in: paths go through these without a word. */
const stores = new Set(['elements', 'table', 'properties']);

interface Reference {
  readonly from: NodeIndex;
  readonly edge: EdgeIndex;
}

/** The objects that a step leads to from any of `nodes`, each once. */
export function follow(heap: AgedHeap, nodes: readonly NodeIndex[], step: PathStepWanted): NodeIndex[] {
  const reached = nodes.flatMap((node) => {
    const fitting = [...referencesOf(heap, node)].filter((reference) => fits(heap, reference, step));
    return step.kind === 'any' ? entriesAmong(heap, fitting) : fitting;
  });
  return [...new Set(reached.map(({ edge }) => heap.graph.edgeTarget(edge)))];
}

/** Names that a step from one of `nodes` could have. */
export function propertyNames({ graph }: AgedHeap, nodes: readonly NodeIndex[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
      if (graph.edgeType(edge) === EdgeType.property) names.add(String(graph.edgeNameOrIndex(edge)));
    }
  }
  return names;
}

/** What an object refers to, by itself and through its stores. */
export function* referencesOf({ graph }: AgedHeap, node: NodeIndex): Iterable<Reference> {
  for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
    const target = graph.edgeTarget(edge);
    const isStore =
      graph.edgeType(edge) === EdgeType.internal &&
      graph.type(target) === NodeType.array &&
      stores.has(String(graph.edgeNameOrIndex(edge)));
    if (!isStore) yield { from: node, edge };
    else {
      for (let inner = graph.firstEdge(target); inner < graph.endEdge(target); inner++)
        yield { from: target, edge: inner };
    }
  }
}

function fits(heap: AgedHeap, { from, edge }: Reference, step: PathStepWanted): boolean {
  const { graph } = heap;
  const type = graph.edgeType(edge);
  if (type === EdgeType.weak) return false;
  const name = graph.edgeNameOrIndex(edge);
  switch (step.kind) {
    case 'property':
      if (type === EdgeType.property || type === EdgeType.shortcut) return name === step.name;
      return keyOf(heap, from, edge) === step.name;
    case 'element':
      return type === EdgeType.element && name === step.index;
    case 'any':
      return isEntry(heap, { from, edge });
    case 'internal':
      return type === EdgeType.internal && describeEdge(heap, from, edge) === step.label;
  }
}

function keyOf(heap: AgedHeap, from: NodeIndex, edge: EdgeIndex): string | undefined {
  const key = heap.names.mapEntryKey(from, edge);
  return key === -1 || heap.graph.type(key) !== NodeType.string ? undefined : heap.graph.rawName(key);
}

/** Elements, what stands in a table, and properties of plain objects, which are used as dictionaries. */
function isEntry(heap: AgedHeap, { from, edge }: Reference): boolean {
  const { graph } = heap;
  const type = graph.edgeType(edge);
  const target = graph.type(graph.edgeTarget(edge));
  if (target === NodeType.hidden || isCode(target)) return false;
  if (graph.type(from) === NodeType.array) {
    const name = graph.edgeNameOrIndex(edge);
    return edgeIsIndexed(type) || /^\d+( \/ part of key|$)/.test(String(name));
  }
  if (type === EdgeType.property)
    return graph.rawName(from) === 'Object' && graph.edgeNameOrIndex(edge) !== '__proto__';
  return type === EdgeType.element;
}

/** A Map's table holds keys and values side by side: where values are known as such, they are meant. */
function entriesAmong(heap: AgedHeap, references: readonly Reference[]): readonly Reference[] {
  const values = references.filter(({ from, edge }) => heap.names.mapEntryKey(from, edge) !== -1);
  return values.length > 0 ? values : references;
}
