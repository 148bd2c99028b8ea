import type { Anatomy } from '../../../format/anatomy.ts';
import type { GrowthFinding } from '../../growth/findings.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { isString } from '../../parse/node-kinds.ts';
import type { NodeIndex } from '../../parse/snapshot-columns.ts';
import { propertiesOf, tellingClass, tellingProperties } from '../../paths/telling-names.ts';
import { newestEntries, typicalOf } from './newest-entries.ts';
import { packagesOfEntry } from './packages-of-entry.ts';
import { isLike, partsOfEntry } from './parts-of-entry.ts';
import { programFunctions } from './program-functions.ts';
import { valuesOfEntry } from './values-of-entry.ts';

/** Others that a name of the typical entry is looked for in. */
const mostCompared = 8;
/** Rows for a reader. */
const mostProperties = 4;

/** What a typical entry among the newest is made of; undefined if what grows is one value or a pile of strings. */
export function anatomyOf(heap: AgedHeap, finding: GrowthFinding): Anatomy | undefined {
  const entries = newestEntries(heap, finding);
  const typical = typicalOf(entries);
  if (typical === undefined || isString(heap.graph.type(typical))) return undefined;
  const values = valuesOfEntry(heap, typical);
  const isLink = finding.shape === 'pile' && finding.piles[0].group.links > 0;
  const packages = packagesOfEntry(heap, typical, (node) => isLink && isLike(heap, node, typical));
  return {
    name: tellingClass(heap, typical),
    ...partsOfEntry(heap, typical, isLink),
    ...(packages.length === 0 ? {} : { packages }),
    properties: commonProperties(heap, typical, entries),
    ...(values.length === 0 ? {} : { values }),
    functions: programFunctions(heap, typical),
  };
}

/** Names of the program are the same in all entries; keys of small dictionaries are not. */
function commonProperties(heap: AgedHeap, typical: NodeIndex, entries: readonly NodeIndex[]): string[] {
  const others = entries.filter((entry) => entry !== typical).slice(0, mostCompared);
  const names = others.map((entry) => new Set(propertiesOf(heap, entry)));
  return tellingProperties(heap, typical)
    .filter((name) => names.filter((known) => known.has(name)).length * 2 >= names.length)
    .slice(0, mostProperties);
}
