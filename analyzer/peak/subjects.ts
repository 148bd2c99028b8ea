import type { PeakSubject } from '../../format/peak.ts';
import type { Bytes } from '../../format/units.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import { ropeText } from '../graph/rope-text.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { EdgeType, type NodeIndex, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import { sizesByOwner } from './nearest-owner.ts';
import { isPath, pathStrings, subjectOf } from './path-strings.ts';

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
  const named = new Map<NodeIndex, NamedFile>();
  const { first, from, edge } = heap.retainers;
  for (let node = 0; node < graph.nodeCount; node++) {
    const type = graph.type(node);
    if (type !== NodeType.string && type !== NodeType.consString) continue;
    let file: NamedFile | undefined;
    for (let r = first[node]; r < first[node + 1]; r++) {
      const owner = from[r];
      const isProperty =
        graph.edgeType(edge[r]) === EdgeType.property && graph.type(owner) === NodeType.object;
      if (!isProperty || retained[owner] < leastRetained || named.has(owner)) continue;
      // Read only now: most strings name nothing that has anything.
      file ??= type === NodeType.string ? flatFile(graph, node, paths) : ropeFile(graph, node, directory);
      if (file === undefined) break;
      named.set(owner, file);
    }
  }
  const filesOf = new Map<number, Set<NamedFile['path']>>();
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

/** The file that an object names. */
interface NamedFile {
  /** Its path, or the number of this string in the snapshot. */
  readonly path: StringIndex | string;
  readonly subject: string;
}

function flatFile(
  graph: HeapGraph,
  node: NodeIndex,
  paths: ReadonlyMap<StringIndex, string>,
): NamedFile | undefined {
  const path = graph.nameIndex(node);
  const subject = paths.get(path);
  return subject === undefined ? undefined : { path, subject };
}

function ropeFile(graph: HeapGraph, node: NodeIndex, directory: string): NamedFile | undefined {
  const path = ropeText(graph, node);
  return path === undefined || !isPath(path) ? undefined : { path, subject: subjectOf(path, directory) };
}

function mostOf({ words }: Inventory, nodes: readonly NodeIndex[]): string {
  const counts = new Map<string, number>();
  for (const node of nodes) counts.set(words.className(node), (counts.get(words.className(node)) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
