import { type ColumnMemory, tryMemory } from '../column-memory.ts';
import type { EdgeColumns } from '../edge-section.ts';
import type { FileWindow } from '../file-window.ts';
import { noLocations } from '../location-section.ts';
import { checkMemory } from '../memory-need.ts';
import type { ReadSnapshotOptions } from '../read-options.ts';
import { EdgeType, NodeType, type SnapshotColumns } from '../snapshot-columns.ts';
import { nameClosures } from './closure-names.ts';
import { nameParts, renameNodes, roleCount, wordsOfEdges } from './house-words.ts';
import { type JscFile, readJscFile } from './jsc-file.ts';
import { TextTable } from './text-table.ts';

const edgeTypesOfJsc: Readonly<Record<string, number>> = {
  Internal: EdgeType.internal,
  Property: EdgeType.property,
  Index: EdgeType.element,
  Variable: EdgeType.context,
};

/**
 * Reads a snapshot as JavaScriptCore writes it, for its inspector or for work on the engine, into columns.
 * Nodes stand in the order of their ids, which become odd, so that they tell age as V8's do: 2 * id + 1.
 * Format: version 3 of `HeapSnapshotBuilder::json` in Source/JavaScriptCore/heap/HeapSnapshotBuilder.cpp of WebKit,
 * with the edges and the member that heaptrail's probe adds (see `ProbeNotes`). The file is closed at the end: names
 * are few, and there are no contents.
 */
export function readJscSnapshot(window: FileWindow, { maxMemory }: ReadSnapshotOptions): SnapshotColumns {
  const file = readJscFile(window);
  checkMemory(window.file, { nodeCount: file.nodes.count, edgeCount: file.edges.count }, maxMemory);
  const strings = new TextTable();
  const memory = tryMemory(4 * (file.nodes.count + 1) + 9 * file.edges.count);
  const { collections } = file.notes;
  const nodes = nodeColumns(file, strings);
  const roles = renameNodes(nodes, strings);
  const columns: SnapshotColumns = {
    ...nodes,
    ...edgeColumns(file, roles, strings, memory),
    strings,
    memory,
    locations: noLocations,
    gaps: { stringContents: false, collections },
  };
  nameParts(columns, strings, roles);
  nameClosures(columns, strings, file);
  window.close();
  return columns;
}

type RawNodes = Pick<
  SnapshotColumns,
  | 'engine'
  | 'repeatsNamedEdges'
  | 'nodeCount'
  | 'nodeType'
  | 'nodeName'
  | 'nodeId'
  | 'selfSize'
  | 'largeSizes'
>;

function nodeColumns({ nodes, order, classNames }: JscFile, strings: TextTable): RawNodes {
  const { count } = nodes;
  const nameOf = Uint32Array.from(classNames, (name) => strings.intern(name));
  const columns = {
    nodeType: new Uint8Array(count).fill(NodeType.other),
    nodeName: new Uint32Array(count),
    nodeId: new Uint32Array(count),
    selfSize: new Uint32Array(count),
  };
  const largeSizes = new Map<number, number>();
  const { nodeName, nodeId, selfSize } = columns;
  const { className, id, size } = nodes;
  const { rows } = order;
  for (let node = 0; node < count; node++) {
    const row = rows[node];
    nodeName[node] = nameOf[className[row]];
    nodeId[node] = oddId(id[row]);
    selfSize[node] = size[row];
    if (size[row] === 0xffffffff) largeSizes.set(node, nodes.largeSizes.get(row)!);
  }
  return { engine: 'jsc', repeatsNamedEdges: true, nodeCount: count, ...columns, largeSizes };
}

export function oddId(id: number): number {
  return 2 * id + 1;
}

type RawEdges = EdgeColumns & Pick<SnapshotColumns, 'edgeCount' | 'firstEdge'>;

/** A counting sort by the node they come from: in the file they are mostly sorted, but what a probe adds need not be. */
function edgeColumns(
  { nodes, edges, edgeTypes, edgeNames }: JscFile,
  roles: Uint8Array,
  strings: TextTable,
  memory: ColumnMemory | undefined,
): RawEdges {
  const { count, from } = edges;
  const columns = {
    firstEdge: memory?.uint32(nodes.count + 1) ?? new Uint32Array(nodes.count + 1),
    edgeType: memory?.uint8(count) ?? new Uint8Array(count),
    edgeName: memory?.uint32(count) ?? new Uint32Array(count),
    edgeTo: memory?.uint32(count) ?? new Uint32Array(count),
  };
  const { firstEdge, edgeType, edgeName, edgeTo } = columns;
  for (let row = 0; row < count; row++) firstEdge[from[row] + 1]++;
  for (let node = 0; node < nodes.count; node++) firstEdge[node + 1] += firstEdge[node];
  const next = firstEdge.slice(0, nodes.count);
  const typeOf = Uint8Array.from(edgeTypes, (type) => edgeTypesOfJsc[type] ?? EdgeType.other);
  const nameOf = Uint32Array.from(edgeNames, (name) => strings.intern(name));
  const unnamed = strings.intern('internal');
  const { to, type: typeIn, data } = edges;
  const words = wordsOfEdges(strings);
  for (let row = 0; row < count; row++) {
    const edge = next[from[row]]++;
    const type = typeOf[typeIn[row]];
    edgeType[edge] = type;
    edgeTo[edge] = to[row];
    if (type === EdgeType.element) edgeName[edge] = data[row];
    else if ((type === EdgeType.property || type === EdgeType.context) && data[row] < nameOf.length)
      edgeName[edge] = nameOf[data[row]];
    else if (type === EdgeType.internal)
      edgeName[edge] = words[roles[from[row]] * roleCount + roles[to[row]]];
    else edgeName[edge] = unnamed;
  }
  return { edgeCount: count, ...columns };
}
