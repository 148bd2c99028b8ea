import { internalTarget } from '../graph/internal-target.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { describeNode } from './step-names.ts';
import { unplacedFunction } from './unplaced-function.ts';

/** Of Node's Timeout and Immediate, and of Bun's. */
const callbackProperties = new Set<string | number>(['_onTimeout', '_onImmediate', 'callback']);

/** What a timer calls. */
export interface TimerCallback {
  /** As a reader would say it. */
  readonly words: string;
  /** The variables that it closes over, if only they tell whose it is. */
  readonly closesOver?: string;
}

/** Undefined if the snapshot does not show what the timer calls. */
export function callbackOf(heap: AgedHeap, timer: NodeIndex): TimerCallback | undefined {
  const callback = callbackIn(heap, timer);
  if (callback === undefined) return undefined;
  const target = internalTarget(heap.graph, callback, 'bound_function') ?? callback;
  const owner = boundTo(heap, callback);
  const { name, location } = describeNode(heap, target);
  const { module, closesOver } = owner === undefined ? unplacedFunction(heap, target) : {};
  const words = [
    name,
    ...(owner === undefined ? [] : [`of ${owner}`]),
    ...(location === undefined ? [] : [`(${location})`]),
    ...(module === undefined ? [] : [`in ${module}`]),
  ].join(' ');
  return { words, ...(closesOver === undefined ? {} : { closesOver }) };
}

function callbackIn({ graph }: AgedHeap, timer: NodeIndex): NodeIndex | undefined {
  for (let e = graph.firstEdge(timer); e < graph.endEdge(timer); e++) {
    const to = graph.edgeTarget(e);
    const isCallback =
      graph.edgeType(e) === EdgeType.property && callbackProperties.has(graph.edgeNameOrIndex(e));
    if (isCallback && graph.type(to) === NodeType.closure) return to;
  }
  return undefined;
}

/** The class of the object that a bound function is called on. */
function boundTo(heap: AgedHeap, callback: NodeIndex): string | undefined {
  const { graph, names } = heap;
  const bound = heap.engine.boundThis(graph, callback);
  return bound === undefined || graph.type(bound) !== NodeType.object ? undefined : names.className(bound);
}
