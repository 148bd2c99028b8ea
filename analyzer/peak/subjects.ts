import type { PeakSubject } from '../../format/peak.ts';
import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { sizesByOwner } from './nearest-owner.ts';
import { pathStrings } from './path-strings.ts';

/** So many files of one class tell that its objects stand for files. */
const fewestFiles = 8;
/** What an object that stands for a file has at least; smaller ones only name it. */
const leastRetained: Bytes = 512;

/**
 * What the data in a heap is about, by package: objects that stand for a file (a module of a bundler, a source file of a compiler)
 * name it in a property. What is nearest to those of one package is about this package.
 */
export function subjectsOf(inventory: Inventory, directory: string): readonly PeakSubject[] {
  const files = filesByObject(inventory, directory);
  const names = [...new Set(files.values())];
  const sizes = sizesByOwner(
    inventory.heap,
    new Map([...files].map(([node, subject]) => [node, names.indexOf(subject)])),
    names.length,
  );
  const subjects = names.map((name, owner) => {
    const nodes = [...files].filter(([, subject]) => subject === name).map(([node]) => node);
    return { name, bytes: sizes[owner], files: nodes.length, className: mostOf(inventory, nodes) };
  });
  return subjects.sort((a, b) => b.bytes - a.bytes);
}

function filesByObject(inventory: Inventory, directory: string): ReadonlyMap<NodeIndex, string> {
  const { heap, census, retained } = inventory;
  const { graph } = heap;
  const paths = pathStrings(graph, directory);
  const named = new Map<NodeIndex, { readonly path: number; readonly subject: string }>();
  const { from, edge } = heap.retainers;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.string) continue;
    const subject = paths.get(graph.nameIndex(node));
    if (subject === undefined) continue;
    for (const r of retainersOf(heap, node)) {
      const owner = from[r];
      const isProperty =
        graph.edgeType(edge[r]) === EdgeType.property && graph.type(owner) === NodeType.object;
      if (isProperty && retained[owner] >= leastRetained && !named.has(owner))
        named.set(owner, { path: graph.nameIndex(node), subject });
    }
  }
  const filesOf = new Map<number, Set<number>>();
  for (const [node, { path }] of named) {
    const known = filesOf.get(census.classOf[node]) ?? new Set();
    filesOf.set(census.classOf[node], known.add(path));
  }
  return new Map(
    [...named].flatMap(([node, { subject }]) =>
      filesOf.get(census.classOf[node])!.size >= fewestFiles ? [[node, subject] as const] : [],
    ),
  );
}

/** Who holds a string, also one that was concatenated: once it is read as a whole, it is the only part. */
function* retainersOf({ graph, retainers: { first, from } }: AgedHeap, string: NodeIndex): Generator<number> {
  for (let r = first[string]; r < first[string + 1]; r++) {
    const holder = from[r];
    if (graph.type(holder) !== NodeType.consString) yield r;
    else for (let above = first[holder]; above < first[holder + 1]; above++) yield above;
  }
}

function mostOf({ words }: Inventory, nodes: readonly NodeIndex[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(words.className(node), (counts.get(words.className(node)) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
