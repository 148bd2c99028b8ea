import { bytesOfSample } from '../../../format/sampled-bytes.ts';
import type { SampledSize } from '../../../format/suite-evidence.ts';
import type { Bytes } from '../../../format/units.ts';
import type { HeapGraph } from '../../graph/heap-graph.ts';
import { EdgeType, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';

const handleRoot = '(Global handles)';

/**
 * The bytes for which each sampled object stands. While V8 samples it keeps a weak handle to each sample, and a snapshot
 * has them as weak edges of one root. Others have such handles too: of each size there can be no more than were sampled,
 * and if there are more handles, all of that size share what was.
 */
export function sampledWeights(graph: HeapGraph, sizes: readonly SampledSize[]): Map<NodeIndex, Bytes> {
  const alike = new Map<Bytes, Set<NodeIndex>>();
  for (const node of weaklyHandled(graph)) {
    const bytes = bytesOfSample(graph.selfSize(node));
    const known = alike.get(bytes);
    if (known === undefined) alike.set(bytes, new Set([node]));
    else known.add(node);
  }
  const weights = new Map<NodeIndex, Bytes>();
  for (const { bytesOfEach, samples } of sizes) {
    const nodes = alike.get(bytesOfEach);
    if (nodes === undefined) continue;
    // Of more samples than handles, some died between the profile and the snapshot.
    const share = bytesOfEach * Math.min(1, samples / nodes.size);
    for (const node of nodes) weights.set(node, share);
  }
  return weights;
}

function* weaklyHandled(graph: HeapGraph): Generator<NodeIndex> {
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.type(node) !== NodeType.synthetic || graph.rawName(node) !== handleRoot) continue;
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++)
      if (graph.edgeType(edge) === EdgeType.weak) yield graph.edgeTarget(edge);
  }
}
