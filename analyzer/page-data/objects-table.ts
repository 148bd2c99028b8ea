import type { ObjectsTable } from '../../format/page.ts';
import { distances } from '../graph/distances.ts';
import { FieldValues } from '../inventory/field-values.ts';
import { type Field, fieldLabel, fieldsOf, isReference } from '../inventory/fields.ts';
import type { NodeWords } from '../inventory/node-words.ts';
import { StringLengths } from '../inventory/string-length.ts';
import type { EdgeIndex, NodeIndex } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from '../paths/cheapest-path.ts';
import { Texts } from './texts.ts';

const mostRows = 20_000;
/** A page shows no more steps to an object: lists have millions of links. */
const mostSteps = 1_000;
const mostRetainers = 20;
/** Objects with more fields than this are containers or dictionaries, whose first entries stand for all. */
const mostFields = 24;

export interface ObjectsInput {
  readonly words: NodeWords;
  readonly retained: Float64Array;
  /** The objects to show, the most wanted first. */
  readonly wanted: Iterable<NodeIndex>;
  /** Fingerprints by holder and entry. */
  readonly suspects: ReadonlyMap<NodeIndex, string>;
  readonly paths: CheapestPaths;
}

interface Retainer {
  readonly from: NodeIndex;
  readonly edge: EdgeIndex;
}

/** The wanted objects with all that is on their paths to a root, who holds each of them, and what it points to. */
export function objectsTable(input: ObjectsInput): ObjectsTable {
  const { words, retained, suspects } = input;
  const { graph, birth, edges, retainers } = words.heap;
  const before = withPaths(input);
  const nodes = [...before.keys()];
  const rows = new Map(nodes.map((node, row) => [node, row]));
  const distance = distances(graph, edges);
  const texts = new Texts();
  const lengths = new StringLengths(graph);
  const text = (read: (node: NodeIndex) => string) =>
    Uint32Array.from(nodes, (node) => texts.placeOf(read(node)));
  return {
    columns: {
      id: Uint32Array.from(nodes, (node) => graph.id(node)),
      className: text((node) => words.className(node)),
      text: text((node) => words.text(node)),
      self: Float64Array.from(nodes, (node) => graph.selfSize(node)),
      retained: Float64Array.from(nodes, (node) => retained[node]),
      birth: Uint8Array.from(nodes, (node) => birth[node]),
      distance: Int32Array.from(nodes, (node) => distance[node]),
      suspect: text((node) => suspects.get(node) ?? ''),
      length: Int32Array.from(nodes, (node) => lengths.of(node)),
      ...retainerColumns(words, distance, rows, texts),
      retainers: Uint32Array.from(nodes, (node) => retainers.first[node + 1] - retainers.first[node]),
      pathFrom: Int32Array.from(nodes, (node) => rows.get(before.get(node)?.from ?? -1) ?? -1),
      pathEdge: text((node) => {
        const step = before.get(node);
        return step === undefined ? '' : words.edge(step.from, step.edge);
      }),
      ...fieldColumns(input, rows, texts, lengths),
    },
    strings: texts.all(),
  };
}

/** Every object of the table, with the step before it on its path. */
function withPaths({ words, wanted, paths }: ObjectsInput): Map<NodeIndex, Retainer | undefined> {
  const { graph } = words.heap;
  const before = new Map<NodeIndex, Retainer | undefined>();
  for (const start of wanted) {
    if (before.size >= mostRows) break;
    let steps = 0;
    for (let node: NodeIndex | undefined = start; node !== undefined && !before.has(node); steps++) {
      if (steps > mostSteps) break;
      const edge = paths.lastEdgeTo(node);
      const step: Retainer | undefined = edge === -1 ? undefined : { from: graph.edgeSource(edge), edge };
      before.set(node, step);
      node = step?.from;
    }
  }
  return before;
}

/** Where the items of each row begin, and behind the last one. */
function firstOf(items: readonly (readonly unknown[])[]): Uint32Array {
  const first = new Uint32Array(items.length + 1);
  items.forEach(({ length }, row) => {
    first[row + 1] = first[row] + length;
  });
  return first;
}

function retainerColumns(
  words: NodeWords,
  distance: Int32Array,
  rows: ReadonlyMap<NodeIndex, number>,
  texts: Texts,
) {
  const held = [...rows.keys()].map((node) => nearestRetainers(words, distance, node));
  const retainers = held.flat();
  return {
    firstRetainer: firstOf(held),
    retainer: Int32Array.from(retainers, ({ from }) => rows.get(from) ?? -1),
    retainerClass: Uint32Array.from(retainers, ({ from }) => texts.placeOf(words.name(from))),
    retainerEdge: Uint32Array.from(retainers, ({ from, edge }) => texts.placeOf(words.edge(from, edge))),
  };
}

function fieldColumns(
  { words, retained }: ObjectsInput,
  rows: ReadonlyMap<NodeIndex, number>,
  texts: Texts,
  lengths: StringLengths,
) {
  const { graph } = words.heap;
  const values = new FieldValues(words);
  const counts = new Uint32Array(rows.size);
  const kept: { readonly field: Field; readonly label: string }[][] = [];
  for (const node of rows.keys()) {
    const all = fieldsOf(words.heap, node);
    counts[kept.length] = all.length;
    kept.push(all.slice(0, mostFields).map((field) => ({ field, label: fieldLabel(words, node, field) })));
  }
  const fields = kept.flat();
  // A small integer is no object: it has no id and no size.
  const target = (of: (to: NodeIndex) => number, otherwise: number) =>
    fields.map(({ field }) => (isReference(field) ? of(field.to) : otherwise));
  return {
    firstField: firstOf(kept),
    field: Int32Array.from(target((to) => rows.get(to) ?? -1, -1)),
    fieldEdge: Uint32Array.from(fields, ({ label }) => texts.placeOf(label)),
    fieldClass: Uint32Array.from(fields, ({ field }) =>
      texts.placeOf(isReference(field) ? words.name(field.to) : 'number'),
    ),
    fieldValue: Uint32Array.from(fields, ({ field }) => texts.placeOf(values.of(field))),
    fieldId: Uint32Array.from(target((to) => graph.id(to), 0)),
    fieldSelf: Float64Array.from(target((to) => graph.selfSize(to), 0)),
    fieldRetained: Float64Array.from(target((to) => retained[to], 0)),
    fieldLength: Int32Array.from(target((to) => lengths.of(to), -1)),
    fields: counts,
  };
}

/** Those that are nearest to the root first. */
function nearestRetainers({ heap }: NodeWords, distance: Int32Array, node: NodeIndex): readonly Retainer[] {
  const { first, from, edge } = heap.retainers;
  const nearest: Retainer[] = [];
  for (let r = first[node]; r < first[node + 1]; r++) {
    if (distance[from[r]] === -1) continue;
    if (nearest.length === mostRetainers && distance[from[r]] >= distance[nearest.at(-1)!.from]) continue;
    const at = nearest.findLastIndex((other) => distance[other.from] <= distance[from[r]]) + 1;
    nearest.splice(at, 0, { from: from[r], edge: edge[r] });
    if (nearest.length > mostRetainers) nearest.pop();
  }
  return nearest;
}
