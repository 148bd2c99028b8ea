import type { PeakSubject } from '../../format/peak.ts';
import type { Bytes } from '../../format/units.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { pathStrings } from './path-strings.ts';

/** So many files of one class tell that its objects stand for files. */
const fewestFiles = 8;
/** What an object that stands for a file has at least; smaller ones only name it. */
const leastRetained: Bytes = 2 << 10;

/**
 * What the data in a heap is about, by package: objects that stand for a file (a module of a bundler, a source file of a compiler)
 * name it in a property, and all that only they keep alive is about that file.
 */
export function subjectsOf(inventory: Inventory, directory: string): readonly PeakSubject[] {
  const files = filesByObject(inventory, directory);
  const sums = new Map<string, { objects: number; bytes: Bytes; classes: Map<string, number> }>();
  for (const [node, subject] of files) {
    if (isBelowAnother(inventory, node, files)) continue;
    const sum = sums.get(subject) ?? { objects: 0, bytes: 0, classes: new Map() };
    sums.set(subject, sum);
    sum.objects++;
    sum.bytes += inventory.retained[node];
    const name = inventory.words.className(node);
    sum.classes.set(name, (sum.classes.get(name) ?? 0) + 1);
  }
  return [...sums]
    .map(([name, { objects, bytes, classes }]) => ({
      name,
      bytes,
      files: objects,
      className: mostOf(classes),
    }))
    .sort((a, b) => b.bytes - a.bytes);
}

function filesByObject(inventory: Inventory, directory: string): ReadonlyMap<NodeIndex, string> {
  const { heap, census, retained } = inventory;
  const { graph } = heap;
  const paths = pathStrings(graph, directory);
  const named = new Map<NodeIndex, { readonly path: number; readonly subject: string }>();
  const { first, from, edge } = heap.retainers;
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.string) continue;
    const subject = paths.get(graph.nameIndex(node));
    if (subject === undefined) continue;
    for (let r = first[node]; r < first[node + 1]; r++) {
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

/** What one of them keeps counts once, for the outermost. */
function isBelowAnother(
  { heap: { tree } }: Inventory,
  node: NodeIndex,
  files: ReadonlyMap<NodeIndex, string>,
): boolean {
  for (let above = tree.idom[node]; above > 0; above = tree.idom[above]) if (files.has(above)) return true;
  return false;
}

function mostOf(classes: ReadonlyMap<string, number>): string {
  return [...classes].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
