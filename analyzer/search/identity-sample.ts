import { datingLimits } from '../../judgement/parameters/dating.ts';
import type { ScannedNodes } from '../parse/scan-snapshot.ts';

/** A budget of memory: about so many objects of a capture are remembered, however large it is. */
const wanted = 50_000;
const { sameObjects, leastOld } = datingLimits;

/**
 * Some heap objects of a capture by id, with what hardly changes while an object lives. Which ids are taken depends
 * on the id alone, so that two captures can be compared.
 */
export interface IdentitySample {
  readonly watermark: number;
  readonly looks: ReadonlyMap<number, number>;
  /** An id is in the sample when its scrambled bits under this mask are 0. Larger masks sample subsets of smaller ones. */
  readonly mask: number;
}

export function sampleIdentities(
  nodes: Pick<ScannedNodes, 'nodeId' | 'look'>,
  watermark: number,
): IdentitySample {
  let mask = 0;
  while (nodes.nodeId.length / (mask + 1) > wanted) mask = mask * 2 + 1;
  const looks = new Map<number, number>();
  for (let v = 0; v < nodes.nodeId.length; v++) {
    const id = nodes.nodeId[v];
    if ((id & 1) === 0 || (scrambled(id) & mask) !== 0) continue;
    looks.set(id, nodes.look(v));
  }
  return { watermark, looks, mask };
}

/**
 * Whether ids name the same objects in two captures: what is alive in the later one and is older than the earlier
 * one must be in that one. Another process, or another inspector session, starts its own numbering.
 */
export function sameNumbering(earlier: IdentitySample, later: IdentitySample): boolean {
  const mask = Math.max(earlier.mask, later.mask);
  let old = 0;
  let found = 0;
  for (const [id, look] of later.looks) {
    if (id > earlier.watermark || (scrambled(id) & mask) !== 0) continue;
    old++;
    if (earlier.looks.get(id) === look) found++;
  }
  const comparable = (earlier.looks.size * (earlier.mask + 1)) / (mask + 1);
  return old >= Math.max(1, leastOld * comparable) && found >= sameObjects * old;
}

/** The high bits of a multiplicative hash: neighboring ids are allocated together and must not be taken together. */
function scrambled(id: number): number {
  return Math.imul(id, 0x9e3779b1) >>> 8;
}
