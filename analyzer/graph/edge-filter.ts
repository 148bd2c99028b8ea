import type { ColumnMemory } from '../parse/column-memory.ts';
import { EdgeType, edgeTypes, type NodeIndex } from '../parse/snapshot-columns.ts';
import { Ephemerons } from './ephemerons.ts';
import { eachSlice, graphKernels, sliceSize } from './graph-kernels.ts';
import type { HeapGraph } from './heap-graph.ts';

/**
 * Marks with 1 the edges that keep their target alive; length edgeCount. Not marked are
 * - weak edges and edges to oneself;
 * - shortcut edges, which only repeat a path that is there anyway, except from the root, where they name the globals;
 * - the edge from a WeakMap's table to a value, of the two that hold it: the one from the key says more;
 * - of an engine that repeats itself, an unnamed edge to what a named edge of the same node leads to as well.
 */
export function retainingEdges(graph: HeapGraph): Uint8Array {
  const { memory, repeatsNamedEdges } = graph.columns;
  const retains = memory === undefined ? markPlainly(graph) : markInKernels(graph, memory);
  if (!repeatsNamedEdges) return retains;
  if (memory === undefined) leaveOutRepeated(graph, retains);
  else leaveOutInKernels(graph, memory, retains);
  return retains;
}

/** JavaScriptCore writes the variables of a scope, and some properties, twice: by name, and as what the cell visits. */
function leaveOutInKernels(graph: HeapGraph, memory: ColumnMemory, retains: Uint8Array): void {
  const { firstEdge, edgeType, edgeTo, nodeCount } = graph.columns;
  const columns = [firstEdge, edgeTo, edgeType].map(({ byteOffset }) => byteOffset);
  memory.scratch(() => {
    const namedBy = memory.uint32(nodeCount);
    eachSlice(0, nodeCount, (from, to) =>
      graphKernels(memory).dropRepeated(
        from,
        to,
        ...columns,
        EdgeType.internal,
        namedBy.byteOffset,
        retains.byteOffset,
      ),
    );
  });
}

/** The same as the kernel does. */
function leaveOutRepeated(graph: HeapGraph, retains: Uint8Array): void {
  const { firstEdge, edgeType, edgeTo, nodeCount } = graph.columns;
  const namedBy = new Int32Array(nodeCount).fill(-1);
  for (let node = 0; node < nodeCount; node++) {
    const first = firstEdge[node];
    const end = firstEdge[node + 1];
    for (let edge = first; edge < end; edge++) {
      if (edgeType[edge] !== EdgeType.internal) namedBy[edgeTo[edge]] = node;
    }
    for (let edge = first; edge < end; edge++) {
      if (edgeType[edge] === EdgeType.internal && namedBy[edgeTo[edge]] === node) retains[edge] = 0;
    }
  }
}

function markPlainly(graph: HeapGraph): Uint8Array {
  const { firstEdge, edgeType, edgeName, edgeTo } = graph.columns;
  const ephemerons = new Ephemerons(graph);
  const retains = new Uint8Array(graph.edgeCount);
  for (let node = 0; node < graph.nodeCount; node++) {
    for (let edge = firstEdge[node], end = firstEdge[node + 1]; edge < end; edge++) {
      const type = edgeType[edge];
      if (!retainsByType(type, node) || edgeTo[edge] === node) continue;
      const isPair = type === EdgeType.internal && ephemerons.isPair[edgeName[edge]] === 1;
      if (!isPair || !ephemerons.isFromTable(node, edge)) retains[edge] = 1;
    }
  }
  return retains;
}

function retainsByType(type: number, node: NodeIndex): boolean {
  return type !== EdgeType.weak && (type !== EdgeType.shortcut || node === 0);
}

function markInKernels(graph: HeapGraph, memory: ColumnMemory): Uint8Array {
  const { firstEdge, edgeType, edgeName, edgeTo } = graph.columns;
  const kernels = graphKernels(memory);
  const ephemerons = new Ephemerons(graph);
  const retains = memory.uint8(graph.edgeCount);
  memory.scratch(() => {
    const isPair = memory.uint8(ephemerons.isPair.length);
    isPair.set(ephemerons.isPair);
    for (const [from, to] of nodeSlices(graph)) {
      const pairs = memory.openEnd(8 * (firstEdge[to] - firstEdge[from]));
      const count = kernels.markRetaining(
        from,
        to,
        firstEdge.byteOffset,
        edgeTo.byteOffset,
        edgeType.byteOffset,
        edgeName.byteOffset,
        bitsOfTypes(from),
        EdgeType.internal,
        isPair.byteOffset,
        retains.byteOffset,
        pairs,
      );
      const found = new Uint32Array(memory.memory.buffer, pairs, 2 * count);
      for (let at = 0; at < found.length; at += 2) {
        if (ephemerons.isFromTable(found[at + 1], found[at])) retains[found[at]] = 0;
      }
    }
  });
  return retains;
}

/** The root comes alone, because other edges of it retain than of other nodes. */
function* nodeSlices({ nodeCount }: HeapGraph): Generator<[from: NodeIndex, to: NodeIndex]> {
  yield [0, 1];
  for (let from = 1; from < nodeCount; from += sliceSize) yield [from, Math.min(nodeCount, from + sliceSize)];
}

function bitsOfTypes(node: NodeIndex): number {
  return edgeTypes.reduce((bits, _, type) => bits | (retainsByType(type, node) ? 1 << type : 0), 0);
}
