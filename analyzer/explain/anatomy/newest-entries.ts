import type { GrowthFinding } from '../../growth/findings.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { birthOfEntry, entriesOf } from '../../heap/container-entries.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';

/** So many of the newest entries are enough to know what they have in common. */
const mostCompared = 1_000;

/** The entries that were born last, the smallest first. Empty if what grows is one value. */
export function newestEntries(heap: AgedHeap, finding: GrowthFinding): NodeIndex[] {
  const dated =
    finding.shape === 'slot' ? tableEntries(heap, finding.table?.owner) : pileEntries(heap, finding);
  const newest = dated.reduce((latest, { birth }) => Math.max(latest, birth), 0);
  const newborn = dated.filter(({ birth }) => birth === newest).slice(-mostCompared);
  return newborn.map(({ node }) => node).toSorted((a, b) => heap.retainedData[a] - heap.retainedData[b]);
}

/** The middle one by size: no outlier. */
export function typicalOf(entries: readonly NodeIndex[]): NodeIndex | undefined {
  return entries[entries.length >> 1];
}

interface DatedEntry {
  readonly node: NodeIndex;
  readonly birth: number;
}

function pileEntries(heap: AgedHeap, finding: Extract<GrowthFinding, { shape: 'pile' }>): DatedEntry[] {
  const { group, residue, tree } = finding.piles[0];
  const holder = finding.holding.holders.at(0)?.node;
  const isContainer = holder !== undefined && finding.holding.spread <= 1 && !tree;
  const contained = isContainer ? tableEntries(heap, holder) : [];
  if (contained.some(({ birth }) => birth > 0)) return contained;
  const members = residue ? group.members : group.members.filter((v) => heap.noise[v] === 0);
  return members.map((node) => ({ node, birth: heap.birth[node] }));
}

function tableEntries(heap: AgedHeap, container: NodeIndex | undefined): DatedEntry[] {
  const entries = container === undefined ? undefined : entriesOf(heap, container);
  return (entries ?? []).flatMap((entry) => {
    const node = entry.value ?? entry.key;
    return node === undefined ? [] : [{ node, birth: birthOfEntry(heap, entry) }];
  });
}
