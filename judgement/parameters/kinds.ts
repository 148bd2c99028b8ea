import { type Parameter, valuesOf } from './parameter.ts';

const ofLinks = (name: string) => ['analyzer/explain/inspectors/linked-lists.test.ts', name] as const;

/** What objects that hang on each other are: a chain, a tree, or a list with links in both directions. */
export const linkParameters = {
  branchesFrom: {
    value: 1.2,
    unit: 'factor',
    why: 'with this many members per parent, a structure branches: a chain has one, and a few that are being moved',
    test: ofLinks('members with just enough to a parent'),
  },
  linkedShare: {
    value: 0.8,
    unit: 'share',
    why: 'a list in both directions has links to nearly every member, in each direction',
    test: ofLinks('just enough members are linked both ways'),
  },
  levelsOfTree: {
    value: 3,
    unit: 'objects',
    why: 'so many of one class below each other on the way to what piles up in many containers are a tree: of two, the outer one may be a parent by chance',
    decision: 'D-167',
    test: ['analyzer/explain/inspectors/trees.test.ts', 'a trie with just enough levels'],
  },
} satisfies Record<string, Parameter>;

export const linkLimits = valuesOf(linkParameters);
