import type { ObjectId } from '../growth/earlier-captures.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { IdBits } from './id-bits.ts';

/** What one object keeps alive in the last capture, as the ids of what lives below it. */
export type RetainedIds = ReadonlySet<ObjectId>;

/**
 * Finds by the last capture what belongs to an object: what lives there and is not below the object belongs to other
 * holders, in every earlier capture as well. What has died since belonged to the object that led to it.
 */
export class LastCaptureOwnership {
  private readonly heap: AgedHeap;
  #living: IdBits | undefined;

  constructor(heap: AgedHeap) {
    this.heap = heap;
  }

  /** Even ids are those of native nodes, which belong to what leads to them. */
  isForeign(id: ObjectId, retained: RetainedIds): boolean {
    if ((id & 1) === 0 || retained.has(id)) return false;
    return this.living.has(id);
  }

  /** What lives in the last capture. */
  get living(): IdBits {
    this.#living ??= livingIds(this.heap);
    return this.#living;
  }

  /** Undefined if more lives below the object than `most`. */
  retainedIdsOf(top: NodeIndex, most: number): RetainedIds | undefined {
    const { first, children } = this.heap.children;
    const below = [top];
    // Many keep too much, and a set of that is made for nothing.
    for (let at = 0; at < below.length; at++) {
      const v = below[at];
      if (below.length + first[v + 1] - first[v] > most) return undefined;
      for (let k = first[v]; k < first[v + 1]; k++) below.push(children[k]);
    }
    const ids = new Set<ObjectId>();
    for (const v of below) ids.add(this.heap.graph.id(v));
    return ids;
  }
}

function livingIds({ graph, watermarks, intervals }: AgedHeap): IdBits {
  const ids = new IdBits(watermarks[intervals - 1]);
  const { nodeId } = graph.columns;
  for (let v = 0; v < nodeId.length; v++) ids.add(nodeId[v]);
  return ids;
}
