import { valueParameters } from '../../judgement/parameters/levels.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { type Slot, type SlotContent, slotContent, slotEdge } from './earlier-captures.ts';

/** Smaller values are not followed from capture to capture. */
const followFrom = 4096;
/** Growth below this, in bytes per interval, is not looked for. */
const reportFrom = valueParameters.leastMean.value;
/** Already explained by an accumulation inside, at this share of the growth. */
export const explainedShare = 0.4;

/** Backing stores are judged by their entries: see `growing-tables`. */
const storeEdges = /^internal (elements|table|properties)$/;

/** Edges that lead to shapes and code, never to data. */
const engineEdges =
  /^internal (map|shared|code|feedback_cell|scope_info|prototype_or_initial_map|boilerplate|bytecode|raw_outer)|^property __proto__$/;

export interface SlotCandidate extends Slot {
  readonly node: NodeIndex;
  readonly at: EdgeIndex;
  readonly content: SlotContent;
}

/**
 * The slots of the last capture worth asking the earlier ones about: those whose value may have grown by enough.
 * @param explained for each node, the bytes below it that accumulations answer for
 */
export function slotCandidates(heap: AgedHeap, explained: Float64Array): SlotCandidate[] {
  const { graph, edges } = heap;
  const { nodeCount, firstEdge, edgeTo, nodeType } = graph.columns;
  const mayHaveGrown = valuesThatMayHaveGrown(heap, explained);
  const candidates: SlotCandidate[] = [];
  for (let v = 1; v < nodeCount; v++) {
    let seen: Set<string> | undefined;
    for (let e = firstEdge[v]; e < firstEdge[v + 1]; e++) {
      if (mayHaveGrown[edgeTo[e]] === 0 || edges[e] === 0) continue;
      if (!heap.isReachable(v) || !heap.isPersistent(v) || nodeType[v] === NodeType.code) break;
      const content = slotContent(heap, v, e);
      if (content.size < followFrom) continue;
      const edge = slotEdge(heap, e);
      if (engineEdges.test(edge) || storeEdges.test(edge) || seen?.has(edge)) continue;
      seen ??= new Set();
      seen.add(edge);
      candidates.push({ owner: graph.id(v), edge, node: v, at: e, content });
    }
  }
  return candidates;
}

/**
 * 1 for each node of which enough may be newer than the first capture, and is not explained. Native memory, such as
 * that of a resizable buffer, grows without being born.
 */
function valuesThatMayHaveGrown(heap: AgedHeap, explained: Float64Array): Uint8Array {
  const { graph, tree, birth, noise, intervals } = heap;
  const { nodeId } = graph.columns;
  const least = (1 - explainedShare) * reportFrom * (intervals - 1);
  const sum = new Float64Array(graph.nodeCount);
  const marks = new Uint8Array(graph.nodeCount);
  for (let i = tree.reachable - 1; i > 0; i--) {
    const v = tree.order[i];
    if (noise[v] === 0 && (birth[v] > 0 || (nodeId[v] & 1) === 0)) sum[v] += graph.selfSize(v);
    if (noise[v] === 0 && sum[v] - explained[v] >= least) marks[v] = 1;
    sum[tree.idom[v]] += sum[v];
  }
  return marks;
}
