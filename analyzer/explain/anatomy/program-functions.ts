import type { AnatomyFunction } from '../../../format/anatomy.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';
import { isOfProgram, leadsOn, mostNodes, mostSteps } from '../../paths/program-function.ts';
import { describeNode } from '../../paths/step-names.ts';
import { unplacedFunction } from '../../paths/unplaced-function.ts';
import { roleOf } from './function-roles.ts';

/** What the entry does not retain alone may be shared: only what is this near is told. */
const mostStepsOutside = 3;
/** Rows for a reader. */
const mostFunctions = 3;

/** A function of the program, and the edges by which an entry leads to it. */
export interface FoundFunction {
  readonly node: NodeIndex;
  readonly way: readonly EdgeIndex[];
}

/** The functions of the program that an entry keeps, the nearest first, one for each source location. */
export function programFunctions(heap: AgedHeap, entry: NodeIndex): AnatomyFunction[] {
  const told = new Map<string, AnatomyFunction>();
  for (const found of functionsInside(heap, entry)) {
    const each = programFunction(heap, entry, found);
    const key = each.location ?? `${each.name} ${each.module ?? ''}`;
    if (!told.has(key)) told.set(key, each);
    if (told.size === mostFunctions) break;
  }
  return [...told.values()];
}

/** Breadth first through what the entry keeps, but not into other entries of its class. */
export function functionsInside(heap: AgedHeap, entry: NodeIndex): FoundFunction[] {
  const { graph } = heap;
  if (belongsToProgram(heap, entry)) return [{ node: entry, way: [] }];
  const reachedBy = new Map<NodeIndex, EdgeIndex>();
  const steps = new Map([[entry, 0]]);
  const outside = new Map([[entry, 0]]);
  const queue = [entry];
  const found: FoundFunction[] = [];
  for (let at = 0; at < queue.length && queue.length < mostNodes; at++) {
    const v = queue[at];
    if (v !== entry && belongsToProgram(heap, v)) {
      found.push({ node: v, way: wayTo(heap, entry, v, reachedBy) });
      continue;
    }
    // What was there before the first capture is shared: its functions may belong to anything.
    if (v !== entry && heap.birth[v] === 0) continue;
    if (steps.get(v)! >= mostSteps || outside.get(v)! >= mostStepsOutside) continue;
    for (let e = graph.firstEdge(v); e < graph.endEdge(v) && queue.length < mostNodes; e++) {
      const to = graph.edgeTarget(e);
      if (steps.has(to) || heap.edges[e] === 0 || !leadsOn(heap, e) || isLikeEntry(heap, entry, to)) continue;
      reachedBy.set(to, e);
      steps.set(to, steps.get(v)! + 1);
      outside.set(to, outside.get(v)! + (heap.tree.idom[to] === 0 || !isInside(heap, v, to) ? 1 : 0));
      queue.push(to);
    }
  }
  return found;
}

function isInside({ tree }: AgedHeap, v: NodeIndex, to: NodeIndex): boolean {
  return tree.idom[to] === v || tree.idom[to] === tree.idom[v];
}

function isLikeEntry({ graph }: AgedHeap, entry: NodeIndex, v: NodeIndex): boolean {
  const type = graph.type(v);
  if (type !== graph.type(entry) || (type !== NodeType.object && type !== NodeType.hidden)) return false;
  const name = graph.rawName(v);
  return name === graph.rawName(entry) && name !== 'Object' && name !== 'Array';
}

/** If the engine does not place functions, their module tells whose they are. */
function belongsToProgram(heap: AgedHeap, v: NodeIndex): boolean {
  if (heap.engine.placesFunctions) return isOfProgram(heap, v);
  return heap.graph.type(v) === NodeType.closure && unplacedFunction(heap, v).module !== undefined;
}

function wayTo(
  { graph }: AgedHeap,
  entry: NodeIndex,
  end: NodeIndex,
  reachedBy: ReadonlyMap<NodeIndex, EdgeIndex>,
): EdgeIndex[] {
  const way: EdgeIndex[] = [];
  for (let v = end; v !== entry; ) {
    const edge = reachedBy.get(v)!;
    way.push(edge);
    v = graph.edgeSource(edge);
  }
  return way.reverse();
}

/** One of them in words. */
export function programFunction(
  heap: AgedHeap,
  entry: NodeIndex,
  { node, way }: FoundFunction,
): AnatomyFunction {
  const { name, location } = describeNode(heap, node);
  const { module } = location === undefined ? unplacedFunction(heap, node) : {};
  return {
    role: roleOf(heap, entry, way),
    name: name.replace(/^function /, ''),
    ...(location === undefined ? {} : { location }),
    ...(module === undefined ? {} : { module }),
  };
}
