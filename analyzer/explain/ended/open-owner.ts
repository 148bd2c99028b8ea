import { counted } from '../../../format/quantities.ts';
import type { GrowthFinding } from '../../growth/findings.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import type { CheapestPaths } from '../../paths/cheapest-path.ts';
import { expressionOf } from '../../paths/expression.ts';
import { retainingPath } from '../../paths/retaining-path.ts';
import { isOfOpenOwner } from './judge-ends.ts';

/** Says whose state it may be, and what became of the others. */
export function openOwnerEvidence(heap: AgedHeap, paths: CheapestPaths, finding: GrowthFinding): string[] {
  if (finding.others === undefined || !isOfOpenOwner(finding)) return [];
  const { container, owners, freed } = finding.others;
  const name = expressionOf(retainingPath(heap, paths, container)) || heap.names.className(container);
  const open = owners.length === 1 ? 'an entry' : counted(owners.length, 'entry');
  const are = owners.length === 1 ? 'is' : 'are';
  return [
    `it grows while ${open} of \`${name}\` ${are} open, and may be state by design: ` +
      `${counted(freed, 'other entry')} ended between the captures and ${freed === 1 ? 'was' : 'were'} freed`,
  ];
}

export function openOwnerRemedy(finding: GrowthFinding): string[] {
  return isOfOpenOwner(finding)
    ? ['if it is right that it stays open for so long, limit what it keeps. If not, end it']
    : [];
}
