import { counted } from '../../../format/quantities.ts';
import type { Inventory } from '../../inventory/open-inventory.ts';
import { EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';
import type { FoundHint } from './hint.ts';

/** Node warns of more than 10 for one event; five times that has a reason or is a leak. */
export const manyListenersFrom = 50;

export function manyListeners({ heap, words }: Inventory): readonly FoundHint[] {
  const { graph } = heap;
  const store = graph.strings.find('_events');
  if (store === -1) return [];
  const found: { node: NodeIndex; listeners: number }[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (!heap.isReachable(node) || heap.isObserved(node)) continue;
    const edge = graph.findEdge(node, EdgeType.property, store);
    if (edge === -1) continue;
    const listeners = mostForOneEvent(heap.graph, graph.edgeTarget(edge));
    if (listeners >= manyListenersFrom) found.push({ node, listeners });
  }
  return found
    .sort((a, b) => b.listeners - a.listeners)
    .map(({ node, listeners }) => ({
      kind: 'listeners',
      node,
      text: `${words.className(node)} with ${counted(listeners, 'listener')} for one event`,
      guess: false,
    }));
}

/** An event with several listeners has them in an array. */
function mostForOneEvent(graph: Inventory['heap']['graph'], store: NodeIndex): number {
  let most = 0;
  for (let e = graph.firstEdge(store); e < graph.endEdge(store); e++) {
    if (graph.edgeType(e) !== EdgeType.property) continue;
    most = Math.max(most, elementsOf(graph, graph.edgeTarget(e)));
  }
  return most;
}

function elementsOf(graph: Inventory['heap']['graph'], list: NodeIndex): number {
  if (graph.rawName(list) !== 'Array') return 0;
  let elements = 0;
  for (let e = graph.firstEdge(list); e < graph.endEdge(list); e++) {
    if (graph.edgeType(e) === EdgeType.element) elements++;
  }
  return elements;
}
