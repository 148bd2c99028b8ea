import { isRuntimeFile } from '../../format/place.ts';
import type { PathStep } from '../../format/suspect.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { describeEdge, describeNode, describeVariable } from './step-names.ts';

/** Bounds of the search for functions of the program: what is farther away belongs to other holders. */
export const mostNodes = 400;
export const mostSteps = 14;
/** What an object is made of, not what it keeps. */
const engineEdges = new Set<string | number>([
  '__proto__',
  'constructor',
  'prototype',
  'map',
  'shared',
  'code',
  'feedback_cell',
  'native_context',
]);

/**
 * The nearest function of the program that an object leads to, as steps from the object on. Node's own sets, timers and
 * handles keep the program's objects: such a function says whose they are. Empty if none is near.
 */
export function wayToProgram(heap: AgedHeap, entry: NodeIndex): PathStep[] {
  const { graph } = heap;
  const reachedBy = new Map<NodeIndex, EdgeIndex>();
  const depth = new Map([[entry, 0]]);
  const queue = [entry];
  for (let i = 0; i < queue.length && queue.length < mostNodes; i++) {
    const v = queue[i];
    if (v !== entry && isOfProgram(heap, v)) return stepsTo(heap, entry, v, reachedBy);
    // What was there before is shared: a function of it may be anybody's.
    if (v !== entry && heap.birth[v] === 0) continue;
    if (depth.get(v)! >= mostSteps) continue;
    for (let e = graph.firstEdge(v); e < graph.endEdge(v); e++) {
      const to = graph.edgeTarget(e);
      if (depth.has(to) || heap.edges[e] === 0 || !leadsOn(heap, e)) continue;
      reachedBy.set(to, e);
      depth.set(to, depth.get(v)! + 1);
      queue.push(to);
    }
  }
  return [];
}

/** A closure that the snapshot places in a file of the program. */
export function isOfProgram({ graph, names }: AgedHeap, v: NodeIndex): boolean {
  if (graph.type(v) !== NodeType.closure) return false;
  const url = names.location(v)?.url ?? '';
  return url !== '' && !isRuntimeFile(url);
}

/** Whether an edge leads to something that an object keeps, and not to what it is made of. */
export function leadsOn({ graph, noise }: AgedHeap, edge: EdgeIndex): boolean {
  const type = graph.edgeType(edge);
  if (type === EdgeType.weak || type === EdgeType.shortcut) return false;
  return noise[graph.edgeTarget(edge)] === 0 && !engineEdges.has(graph.edgeNameOrIndex(edge));
}

function stepsTo(
  heap: AgedHeap,
  entry: NodeIndex,
  end: NodeIndex,
  reachedBy: ReadonlyMap<NodeIndex, EdgeIndex>,
): PathStep[] {
  const steps: PathStep[] = [];
  for (let v = end; v !== entry; ) {
    const edge = reachedBy.get(v)!;
    const from = heap.graph.edgeSource(edge);
    const isFolded = v !== end && (heap.isBackingStore(v) || heap.graph.rawName(v) === scopeName);
    if (!isFolded)
      steps.push({
        edge: describeEdge(heap, from, edge),
        ...describeNode(heap, v),
        ...describeVariable(heap, from, edge),
      });
    v = from;
  }
  return steps.reverse();
}

/** Whether the runtime's own modules or native code hold something: then no name in the path is the program's. */
export function isHeldByRuntime(holderPath: readonly PathStep[]): boolean {
  const [first] = holderPath;
  if (first === undefined || first.kind === 'root') return first === undefined;
  return first.kind === 'module' ? first.name.startsWith('node:') : true;
}

/** `onStop` (src/turns.mjs:4) */
export function functionInWords(way: readonly PathStep[]): string | undefined {
  const last = way.at(-1);
  if (last === undefined) return undefined;
  const name = `\`${last.name.replace(/^function /, '')}\``;
  return last.location === undefined ? name : `${name} (${last.location})`;
}
