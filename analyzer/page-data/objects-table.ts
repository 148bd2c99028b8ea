import type { ObjectsTable } from '../../format/page.ts';
import { distances } from '../graph/distances.ts';
import type { NodeWords } from '../inventory/node-words.ts';
import type { EdgeIndex, NodeIndex } from '../parse/snapshot-columns.ts';
import { Texts } from './texts.ts';

const mostRows = 20_000;
const mostRetainers = 20;

export interface ObjectsInput {
  readonly words: NodeWords;
  readonly retained: Float64Array;
  /** The objects to show, the most wanted first. */
  readonly wanted: Iterable<NodeIndex>;
  /** Fingerprints by holder and entry. */
  readonly suspects: ReadonlyMap<NodeIndex, string>;
}

interface Retainer {
  readonly from: NodeIndex;
  readonly edge: EdgeIndex;
}

/** The wanted objects with all that is on their shortest paths to a root, and who holds each of them. */
export function objectsTable({ words, retained, wanted, suspects }: ObjectsInput): ObjectsTable {
  const { heap } = words;
  const { graph, birth } = heap;
  const distance = distances(graph, heap.edges);
  const rows = new Map<NodeIndex, number>();
  const held = new Map<NodeIndex, readonly Retainer[]>();
  for (const start of wanted) {
    if (rows.size >= mostRows) break;
    for (let node: NodeIndex | undefined = start; node !== undefined && !rows.has(node); ) {
      rows.set(node, rows.size);
      const retainers = nearestRetainers(words, distance, node);
      held.set(node, retainers);
      node = retainers[0]?.from;
    }
  }

  const texts = new Texts();
  const nodes = [...rows.keys()];
  const retainers = nodes.flatMap((node) => held.get(node)!);
  const firstRetainer = new Uint32Array(nodes.length + 1);
  nodes.forEach((node, row) => {
    firstRetainer[row + 1] = firstRetainer[row] + held.get(node)!.length;
  });
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
      firstRetainer,
      retainer: Int32Array.from(retainers, ({ from }) => rows.get(from) ?? -1),
      retainerClass: Uint32Array.from(retainers, ({ from }) => texts.placeOf(words.name(from))),
      retainerEdge: Uint32Array.from(retainers, ({ from, edge }) => texts.placeOf(words.edge(from, edge))),
      retainers: Uint32Array.from(
        nodes,
        (node) => heap.retainers.first[node + 1] - heap.retainers.first[node],
      ),
    },
    strings: texts.all(),
  };
}

/** Those that are nearest to the root, so that the first one is on a shortest path. */
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
