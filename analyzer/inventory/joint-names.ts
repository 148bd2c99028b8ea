import type { AgedHeap } from '../heap/aged-heap.ts';
import { isString } from '../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { describeEdge } from '../paths/step-names.ts';
import type { PathGroup } from './path-census.ts';

/** Naming holders means to look for their paths: what is small is not worth it. */
const mostNamed = 40;
/** More holders than this are reported as a number. */
const mostHolders = 2;
/** An object with more retainers is shared by everyone, and its first holders say little. */
const mostRetainers = 64;
const mostClimbed = 8;

/**
 * Groups that no one holds alone hang on what is above all their holders, which says nothing of who they are. The largest
 * of them by name: `chatRunState.rawBuffers[key] and chatRunState.buffers[key]`.
 */
export function jointNames(
  heap: AgedHeap,
  groups: readonly PathGroup[],
  expressionOf: (node: NodeIndex) => string,
): Map<number, string> {
  const names = new Map<number, string>();
  const joint = groups.flatMap(({ sample, retained }, group) =>
    sample === undefined ? [] : [{ group, sample, retained }],
  );
  const largest = joint.sort((a, b) => b.retained - a.retained).slice(0, mostNamed);
  for (const { group, sample } of largest) {
    const name = inWords(holdersOf(heap, sample, expressionOf));
    if (name !== undefined) names.set(group, name);
  }
  return names;
}

function inWords(holders: readonly string[]): string | undefined {
  if (holders.length < 2) return undefined;
  if (holders.length <= mostHolders) return holders.join(' and ');
  const others = holders.length - mostHolders;
  return `${holders.slice(0, mostHolders).join(', ')} and ${others} other ${others === 1 ? 'path' : 'paths'}`;
}

function holdersOf(heap: AgedHeap, node: NodeIndex, expressionOf: (node: NodeIndex) => string): string[] {
  const { first, from } = heap.retainers;
  if (first[node + 1] - first[node] > mostRetainers) return [];
  const names = new Set<string>();
  for (let k = first[node]; k < first[node + 1]; k++) {
    const name = reachedFrom(heap, from[k], node, expressionOf);
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** How the program writes the way to a node through one of its retainers; the pieces of a string are one string. */
function reachedFrom(
  heap: AgedHeap,
  retainer: NodeIndex,
  node: NodeIndex,
  expressionOf: (node: NodeIndex) => string,
): string | undefined {
  const { graph } = heap;
  let [holder, below] = [retainer, node];
  for (let step = 0; isString(graph.type(holder)) && step < mostClimbed; step++)
    [holder, below] = [heap.tree.idom[holder], holder];
  const owner = heap.ownerOf(holder);
  if (owner <= 0 || graph.type(owner) === NodeType.synthetic) return undefined;
  const expression = expressionOf(owner);
  if (expression === '') return undefined;
  return `${expression}${labelOf(heap, owner, holder, below)}`;
}

function labelOf(heap: AgedHeap, owner: NodeIndex, holder: NodeIndex, node: NodeIndex): string {
  const className = heap.names.className(owner);
  if (/^(Map|Set|WeakMap|WeakSet)$/.test(className)) return '[key]';
  if (className === 'Array') return '[]';
  const edge = heap.edgeBetween(holder, node);
  const label = edge < 0 ? '' : describeEdge(heap, holder, edge);
  return /^[.[(]/.test(label) ? label : label === '' ? '' : `.${label}`;
}
