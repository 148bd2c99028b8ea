import type { AnatomyPackage } from '../../../format/anatomy.ts';
import { anatomyLimits } from '../../../judgement/parameters/anatomy.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';
import { type CodePackage, codePackage } from '../../paths/code-package.ts';

const { smallestPart } = anatomyLimits;
/** So many objects are looked at inside one entry. */
const mostNodes = 2_000;

/**
 * Whose code keeps what is inside an entry, the largest part first. Each byte counts once: for the code that the snapshot
 * places the object in, else for that of what alone keeps it alive. Empty if all of it is of one folder of the program.
 * @param isOther whether an object is an entry of its own, as the next link of a chain
 */
export function packagesOfEntry(
  heap: AgedHeap,
  entry: NodeIndex,
  isOther: (node: NodeIndex) => boolean = () => false,
): readonly AnatomyPackage[] {
  const sums = new Map<string, { readonly of: CodePackage; bytes: number }>();
  const pending = [{ node: entry, owner: placeOf(heap, entry) ?? placeAbove(heap, entry) }];
  const { first, children } = heap.children;
  for (let at = 0; at < pending.length && at < mostNodes; at++) {
    const { node, owner } = pending[at];
    if (owner !== undefined) add(sums, owner, heap.graph.selfSize(node));
    for (let c = first[node]; c < first[node + 1]; c++) {
      const child = children[c];
      if (heap.noise[child] === 0 && !isOther(child))
        pending.push({ node: child, owner: placeOf(heap, child) ?? owner });
    }
  }
  const all = [...sums.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const told = [...sums.values()]
    .filter(({ bytes }) => bytes >= all * smallestPart && bytes > 0)
    .toSorted((a, b) => b.bytes - a.bytes);
  return told.length === 1 && told[0].of.kind === 'own'
    ? []
    : told.map(({ of, bytes }) => ({ name: of.name, bytes }));
}

function add(
  sums: Map<string, { readonly of: CodePackage; bytes: number }>,
  of: CodePackage,
  bytes: number,
): void {
  const key = `${of.kind} ${of.name}`;
  const sum = sums.get(key) ?? { of, bytes: 0 };
  sum.bytes += bytes;
  sums.set(key, sum);
}

/** What Node makes for a program is the program's. */
function placeOf(heap: AgedHeap, node: NodeIndex): CodePackage | undefined {
  const place = codePackage(heap, heap.names.writtenAt(node));
  return place?.kind === 'node' ? undefined : place;
}

/** Of what alone keeps it alive. */
function placeAbove(heap: AgedHeap, node: NodeIndex): CodePackage | undefined {
  const { idom } = heap.tree;
  for (let above = idom[node]; above !== 0; above = idom[above]) {
    const place = placeOf(heap, above);
    if (place !== undefined) return place;
  }
  return undefined;
}
