import { graphWasm } from '../kernels/wasm.ts';
import { ColumnMemory } from '../parse/column-memory.ts';
import type { HeapGraph } from './heap-graph.ts';

/** What analyzer/kernels/graph.ts exports; columns are given by their address. */
export interface GraphKernels {
  readonly reached: WebAssembly.Global;
  readonly listed: WebAssembly.Global;
  forgetWalk(): void;
  startWalk(...numbers: number[]): void;
  walkOn(...numbers: number[]): number;
  countsToStarts(from: number, to: number, start: number, column: number): number;
  listToRows(from: number, to: number, list: number, places: number, rows: number): void;
  markRetaining(...numbers: number[]): number;
  dropRepeated(...numbers: number[]): void;
  splitEdges(...numbers: number[]): number;
  startReach(nodes: number, stack: number): void;
  reachOn(...numbers: number[]): number;
  keepUnreached(...numbers: number[]): void;
  inheritNoise(...numbers: number[]): void;
  sumData(...numbers: number[]): void;
  countRetainers(...numbers: number[]): void;
  fillRetainers(...numbers: number[]): void;
  countDominated(...numbers: number[]): void;
  fillDominated(...numbers: number[]): void;
  semidominators(...numbers: number[]): void;
  nearestCommonAncestors(from: number, to: number, semi: number, dominator: number): void;
  toNodes(from: number, to: number, dominator: number, order: number, idom: number): void;
}

/**
 * How many nodes or edges a kernel works on in one call. V8 replaces its first, slow code for a kernel between two
 * calls only, so there have to be many.
 */
export const sliceSize = 1 << 16;

export function eachSlice(from: number, to: number, work: (from: number, to: number) => void): void {
  for (let at = from; at < to; at += sliceSize) work(at, Math.min(to, at + sliceSize));
}

/** Turns the counts of rows into their starts; returns how many there are in all. */
export function startsOfRows(kernels: GraphKernels, rows: number, counts: number): number {
  let sum = 0;
  eachSlice(0, rows, (from, to) => {
    sum = kernels.countsToStarts(from, to, sum, counts);
  });
  return sum;
}

let compiled: WebAssembly.Module | undefined;
const instances = new WeakMap<ColumnMemory, GraphKernels>();

/** The kernels for the columns in a memory. */
export function graphKernels(memory: ColumnMemory): GraphKernels {
  let kernels = instances.get(memory);
  if (kernels === undefined) {
    compiled ??= new WebAssembly.Module(Buffer.from(graphWasm, 'base64'));
    const instance = new WebAssembly.Instance(compiled, { env: { memory: memory.memory } });
    kernels = instance.exports as GraphKernels;
    instances.set(memory, kernels);
  }
  return kernels;
}

/** A graph's edges where kernels can reach them. */
export interface ReachableEdges {
  readonly memory: ColumnMemory;
  readonly firstEdge: Uint32Array;
  readonly edgeTo: Uint32Array;
}

/**
 * The edges where they are, or copied into a memory of their own.
 * @throws OutOfReach
 */
export function reachableEdges(graph: HeapGraph, more: number): ReachableEdges {
  const { memory, firstEdge, edgeTo } = graph.columns;
  if (memory?.holds(firstEdge) && memory.holds(edgeTo)) return { memory, firstEdge, edgeTo };
  const own = new ColumnMemory(4 * (firstEdge.length + edgeTo.length) + more);
  const copies = { firstEdge: own.uint32(firstEdge.length), edgeTo: own.uint32(edgeTo.length) };
  copies.firstEdge.set(firstEdge);
  copies.edgeTo.set(edgeTo);
  return { memory: own, ...copies };
}

/** A byte for each edge where kernels can reach it: the column itself, or a copy. */
export function reachableMarks(memory: ColumnMemory, marks: Uint8Array): Uint8Array {
  if (memory.holds(marks)) return marks;
  const copy = memory.uint8(marks.length);
  copy.set(marks);
  return copy;
}
