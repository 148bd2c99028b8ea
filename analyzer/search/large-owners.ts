import type { Bytes } from '../../format/units.ts';
import type { ObjectId, RetainedBounds } from '../growth/earlier-captures.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { isBookkeepingName } from '../heap/v8/bookkeeping.ts';
import { isNoteOfBrowser } from '../heap/v8/browser-names.ts';
import { isCode } from '../parse/node-kinds.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import { IdBits } from './id-bits.ts';

/** What died since an earlier capture, by its type: surely data of the program, surely none, or either. */
const Dead = { data: 0, none: 1, either: 2 } as const;

interface LargeOwner {
  readonly id: ObjectId;
  /** The ids of data below it in the last capture. */
  readonly data: IdBits;
  readonly isRoot: boolean;
}

/**
 * Objects that keep so much alive that walking from them takes as long as reading all of a capture. What they retained
 * before is summed up by id instead: what lives below one in the last capture was below it before. What has died since
 * may have been.
 */
export class LargeOwners {
  private readonly owners: readonly LargeOwner[];
  private readonly living: IdBits;

  constructor(heap: AgedHeap, tops: readonly NodeIndex[], living: IdBits) {
    const largest = heap.watermarks[heap.intervals - 1];
    this.living = living;
    this.owners = tops.map((top) => ({
      id: heap.graph.id(top),
      data: dataBelow(heap, top, new IdBits(largest)),
      isRoot: top === 0,
    }));
  }

  /** The least and the most that each of them retained in an earlier capture. */
  weigh(capture: SparseSnapshot): Map<ObjectId, RetainedBounds> {
    const { living, dead } = this.sumsIn(capture);
    return new Map(
      this.owners.map(({ id, isRoot }, k) => {
        const least = living[k] + (isRoot ? dead[Dead.data] : 0);
        const most = living[k] + dead[Dead.data] + dead[Dead.either];
        return [id, { least, most, likely: isRoot ? most : living[k] }];
      }),
    );
  }

  /** What lives below each owner in the last capture, and what has died since, in one pass over all nodes. */
  private sumsIn(capture: SparseSnapshot): { living: Float64Array; dead: Float64Array } {
    const { nodeId, selfSize, largeSizes } = capture.nodes;
    const living = new Float64Array(this.owners.length);
    const dead = new Float64Array(3);
    const deadAs = deathsIn(capture);
    const add = (v: NodeIndex, size: Bytes) => {
      const id = nodeId[v];
      if (!this.living.has(id)) dead[deadAs(v)] += size;
      else for (let k = 0; k < living.length; k++) if (this.owners[k].data.has(id)) living[k] += size;
    };
    for (let v = 0; v < nodeId.length; v++) add(v, selfSize[v]);
    for (const [v, size] of largeSizes) add(v, size - selfSize[v]);
    return { living, dead };
  }
}

function dataBelow(heap: AgedHeap, top: NodeIndex, ids: IdBits): IdBits {
  const { graph, noise, tree, children } = heap;
  const { nodeId } = graph.columns;
  if (top === 0) {
    for (let v = 0; v < nodeId.length; v++) if (noise[v] === 0 && tree.idom[v] >= 0) ids.add(nodeId[v]);
    return ids;
  }
  const stack = [top];
  for (let v = stack.pop(); v !== undefined; v = stack.pop()) {
    if (noise[v] === 0) ids.add(nodeId[v]);
    for (let k = children.first[v]; k < children.first[v + 1]; k++) stack.push(children.children[k]);
  }
  return ids;
}

/** As `engineNoise` tells data from noise, as far as the type of a node and its name say it. */
function deathsIn(capture: SparseSnapshot): (node: NodeIndex) => number {
  const { nodeName } = capture.nodes;
  const known = new Map<number, number>();
  const byName = (node: NodeIndex, tell: (name: string) => number): number => {
    let dead = known.get(nodeName[node]);
    if (dead === undefined) {
      dead = tell(capture.rawName(node));
      known.set(nodeName[node], dead);
    }
    return dead;
  };
  return (node) => {
    const type = capture.type(node);
    if (type === NodeType.object || type === NodeType.closure || type === NodeType.regexp) return Dead.data;
    if (isCode(type) || type === NodeType.synthetic) return Dead.none;
    if (type === NodeType.hidden)
      return byName(node, (name) => (isBookkeepingName(name) ? Dead.none : Dead.either));
    if (type === NodeType.native)
      return byName(node, (name) => (isNoteOfBrowser(name) ? Dead.none : Dead.data));
    return Dead.either;
  };
}
