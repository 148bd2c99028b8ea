import type { Entry } from '../graph/container-entry.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import type { NodesAndEdges } from '../graph/internal-target.ts';
import type { EdgeIndex, EngineName, NodeIndex, SnapshotColumns } from '../parse/snapshot-columns.ts';

/**
 * All that the rooms behind the graph want to know of the engine that wrote a heap. They ask this and never which one
 * it is. An engine is one file, and one line in `engines.ts`.
 */
export interface Engine {
  readonly name: EngineName;
  /** What its users say: whose timers, whose sets, whose native code. */
  readonly runtime: 'Node' | 'Bun';
  /** Whether an earlier capture can answer without being read whole; see `SparseSnapshot`. */
  readonly canBeReadSparsely: boolean;
  /** Whether roots say why they hold something. */
  readonly namesRoots: boolean;
  /** Whether functions have a place in the code. */
  readonly placesFunctions: boolean;
  /** What a module is called whose name is not in the heap; absent if that is no module. */
  readonly unnamedModule?: string;
  /** Whether native code, and no set, holds the signals that have a listener. */
  readonly keepsSignalsInNativeCode: boolean;

  /** The edges by which an observer of the program holds what it sees. */
  observerEdges(graph: HeapGraph): EdgeIndex[];
  /** 1 for each edge that counts for growth. */
  growthEdges(graph: HeapGraph, ofObserver: readonly EdgeIndex[]): Uint8Array;
  /** What is alive though no edge that counts leads to it: it counts as held by the root. */
  heldByRoot(graph: HeapGraph): NodeIndex[];
  /** The entries of a container by its class; undefined for what is none. */
  entriesOf(graph: NodesAndEdges, className: string, container: NodeIndex): Entry[] | undefined;
  /** Whether the bytes of a node are outside the JavaScript heap. */
  externalNodes(graph: HeapGraph): (node: NodeIndex) => boolean;
  /** What a bound function is called on. */
  boundThis(graph: HeapGraph, boundFunction: NodeIndex): NodeIndex | undefined;

  /** What holds something if nothing in the heap does, in words. */
  unseenHolder(columns: Gaps): string;
  gapsOf(columns: Gaps): EngineGaps;
}

export type Gaps = Pick<SnapshotColumns, 'gaps'>;

/** What snapshots of an engine do not show, in words for the reader. */
export interface EngineGaps {
  readonly notSeen: readonly string[];
  /** What there is, but not as the engine wrote it. */
  readonly limits: readonly string[];
}
