import type { DominatedChildren } from '../graph/dominators.ts';
import { fewestLinks, longestPeriod } from '../heap/chains.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** A list whose links keep each other alive: one row of a table instead of thousands of levels. */
export interface Chain {
  /** The links of the first one's class, in order. */
  readonly links: readonly NodeIndex[];
  /** All nodes that the chain runs through, the links among them. */
  readonly nodes: readonly NodeIndex[];
}

/**
 * Follows the largest child of each node for as long as the classes repeat.
 * Lists are tens of thousands of links deep, so nothing here recurses.
 */
export function chainFrom(
  start: NodeIndex,
  { first, children }: DominatedChildren,
  retained: Float64Array,
  classOf: Uint32Array,
): Chain | undefined {
  const nodes = [start];
  const follow = (): boolean => {
    const node = nodes[nodes.length - 1];
    let heaviest = -1;
    for (let c = first[node]; c < first[node + 1]; c++) {
      if (heaviest === -1 || retained[children[c]] > retained[heaviest]) heaviest = children[c];
    }
    if (heaviest !== -1) nodes.push(heaviest);
    return heaviest !== -1;
  };
  while (nodes.length < longestPeriod * fewestLinks && follow());
  const period = periodOf(nodes, classOf);
  if (period === undefined) return undefined;
  while (follow()) {
    const last = nodes.length - 1;
    if (classOf[nodes[last]] === classOf[nodes[last - period]]) continue;
    nodes.pop();
    break;
  }
  while (classOf[nodes[nodes.length - 1]] !== classOf[nodes[(nodes.length - 1) % period]]) nodes.pop();
  return { nodes, links: nodes.filter((_, i) => i % period === 0) };
}

function periodOf(nodes: readonly NodeIndex[], classOf: Uint32Array): number | undefined {
  for (let period = 1; period <= longestPeriod; period++) {
    const end = period * fewestLinks;
    if (nodes.length < end) return undefined;
    let repeats = true;
    for (let i = period; i < end && repeats; i++) repeats = classOf[nodes[i]] === classOf[nodes[i - period]];
    if (repeats) return period;
  }
  return undefined;
}
