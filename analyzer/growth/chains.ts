import { fewestLinks, longestPeriod } from '../heap/chains.ts';
import type { YoungTree } from './young-tree.ts';

/**
 * For each position of the young tree, the position of the previous link when it is part of a chain of the same
 * label and class (linked lists, ropes, promise reactions, prototype chains), else -1.
 * Chains are tens of thousands of links deep, so nothing here recurses.
 */
export function previousLinks(young: YoungTree): Int32Array {
  const { count, parent, label, cls } = young;
  const previous = new Int32Array(count).fill(-1);
  const head = new Int32Array(count);
  const depth = new Int32Array(count);
  const longest = new Int32Array(count);
  for (let at = 1; at < count; at++) {
    head[at] = at;
    let ancestor = parent[at];
    for (let step = 0; step < longestPeriod && ancestor > 0; step++, ancestor = parent[ancestor]) {
      if (label[ancestor] !== label[at] || cls[ancestor] !== cls[at]) continue;
      previous[at] = ancestor;
      head[at] = head[ancestor];
      depth[at] = depth[ancestor] + 1;
      if (depth[at] > longest[head[at]]) longest[head[at]] = depth[at];
      break;
    }
  }
  for (let at = 1; at < count; at++) {
    if (previous[at] >= 0 && longest[head[at]] < fewestLinks) previous[at] = -1;
  }
  return previous;
}
