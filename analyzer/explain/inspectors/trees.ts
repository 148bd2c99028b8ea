import { linkLimits } from '../../../judgement/parameters/kinds.ts';
import { type Inspector, quoted } from '../inspector.ts';
import type { Subject } from '../subject.ts';

/** Tries and nested dictionaries: objects of one class below each other, along ever more paths. */
export const trees: Inspector = {
  name: 'trees',
  inspect(subject) {
    if (!isTree(subject)) return undefined;
    return {
      kind: 'dictionary',
      what: `tree of ${subject.entryClass}s at ${quoted(subject)}`,
      gains: 'branches',
      remedy: [
        'remove a path when its session, request or job ends, together with branches that become empty, or limit the number of paths',
      ],
    };
  },
};

function isTree({ finding, holderPath, entryPath, entryClass }: Subject): boolean {
  if (finding.shape === 'slot') return false;
  if (finding.piles[0].tree) return true;
  // With a container between two branches, as `children`, one level of the tree may be what piles up.
  const branches = [...holderPath, ...entryPath].filter(
    ({ kind, name }) => name === entryClass && (kind === 'object' || kind === 'entry'),
  );
  return finding.holding.spread > 1 && !plain.has(entryClass) && branches.length >= linkLimits.levelsOfTree;
}

/** Of these, one in another is no sign of a tree. */
const plain = new Set(['Object', 'Array', 'Map', 'Set']);
