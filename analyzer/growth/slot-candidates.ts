import { valueParameters } from '../../judgement/parameters/levels.ts';
import { slotLimits } from '../../judgement/parameters/slots.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type EdgeIndex, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { type Slot, type SlotContent, slotContent, slotEdge } from './earlier-captures.ts';
import type { YoungTree } from './young-tree.ts';

const { followFrom, explainedShare } = slotLimits;
/** Growth below this, in bytes per interval, is not looked for. */
const reportFrom = valueParameters.leastMean.value;

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
 * @param young everything that holds what was born after the first capture
 * @param explained for each node, the bytes below it that accumulations answer for
 */
export function slotCandidates(heap: AgedHeap, young: YoungTree, explained: Float64Array): SlotCandidate[] {
  const { graph } = heap;
  const { nodeType } = graph.columns;
  const candidates: SlotCandidate[] = [];
  let of: NodeIndex = -1;
  let seen = new Set<string>();
  for (const at of edgesTo(heap, valuesThatMayHaveGrown(heap, young, explained))) {
    const node = graph.edgeSource(at);
    if (node === 0 || !heap.isReachable(node) || !heap.isPersistent(node)) continue;
    if (nodeType[node] === NodeType.code) continue;
    const content = slotContent(heap, node, at);
    if (content.size < followFrom) continue;
    const edge = slotEdge(heap, at);
    if (node !== of) seen = new Set();
    of = node;
    if (engineEdges.test(edge) || storeEdges.test(edge) || seen.has(edge)) continue;
    seen.add(edge);
    candidates.push({ owner: graph.id(node), edge, node, at, content });
  }
  return candidates;
}

/** The edges that count and lead to these nodes, in ascending order. */
function edgesTo({ retainers }: AgedHeap, nodes: readonly NodeIndex[]): Uint32Array {
  const { first, edge } = retainers;
  const rows = nodes.map((v) => edge.subarray(first[v], first[v + 1]));
  const edges = new Uint32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let filled = 0;
  for (const row of rows) {
    edges.set(row, filled);
    filled += row.length;
  }
  return edges.sort();
}

/**
 * The nodes of which enough may be newer than the first capture, and is not explained. Native memory, such as that of a
 * resizable buffer, grows without being born.
 */
function valuesThatMayHaveGrown(heap: AgedHeap, young: YoungTree, explained: Float64Array): NodeIndex[] {
  const { graph, tree, birth, noise, intervals } = heap;
  const { nodeId } = graph.columns;
  const least = (1 - explainedShare) * reportFrom * (intervals - 1);
  const sum = new Float64Array(graph.nodeCount);
  const found: NodeIndex[] = [];
  const holdsNewer = aboveNewer(heap, young);
  for (let i = tree.reachable - 1; i > 0; i--) {
    if (holdsNewer[i] === 0) continue;
    const v = tree.order[i];
    if (noise[v] === 0 && (birth[v] > 0 || (nodeId[v] & 1) === 0)) sum[v] += graph.selfSize(v);
    if (noise[v] === 0 && sum[v] - explained[v] >= least) found.push(v);
    sum[tree.idom[v]] += sum[v];
  }
  return found;
}

/** 1 for each place of the order whose node is young or native, or dominates such a node. */
function aboveNewer({ graph, tree }: AgedHeap, young: YoungTree): Uint8Array {
  const { nodeId, nodeCount } = graph.columns;
  const { number, idom } = tree;
  const marks = new Uint8Array(tree.reachable);
  for (let at = 0; at < young.count; at++) marks[number[young.node[at]]] = 1;
  for (let v = 1; v < nodeCount; v++) {
    if ((nodeId[v] & 1) === 1) continue;
    for (let above = v; number[above] > 0 && marks[number[above]] === 0; above = idom[above])
      marks[number[above]] = 1;
  }
  return marks;
}
