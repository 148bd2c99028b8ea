import { type Inspector, quoted } from '../inspector.ts';

/** Tries and nested dictionaries: objects of one class below each other, along ever more paths. */
export const trees: Inspector = {
  name: 'trees',
  inspect(subject) {
    const { finding, entryClass } = subject;
    if (finding.shape === 'slot' || !finding.piles[0].tree) return undefined;
    return {
      kind: 'dictionary',
      what: `tree of ${entryClass}s at ${quoted(subject)}`,
      gains: 'branches',
      remedy: [
        'remove a path when its session, request or job ends, together with branches that become empty, or limit the number of paths',
      ],
    };
  },
};
