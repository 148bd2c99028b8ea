import { type Parameter, valuesOf } from './parameter.ts';

const ofWalk = (name: string) => ['analyzer/growth/accumulation.test.ts', name] as const;
const ofTrees = (name: string) => ['analyzer/growth/trees.test.ts', name] as const;

/** Where growth is followed on its way down from the root, and where it accumulates. */
export const followingParameters = {
  followFrom: {
    value: 1024,
    unit: 'B',
    why: 'a group whose subtrees gain less per interval is not followed: an idle program makes a few hundred bytes of each kind',
    test: ofWalk('a group that gains just enough is followed'),
  },
  leastBirths: {
    value: 2,
    unit: 'objects',
    why: 'this many members must be born in every interval: a single one may have replaced another',
    test: ofWalk('two new members in every interval pile up'),
  },
  largeGrowth: {
    value: 64 * 1024,
    unit: 'B',
    why: 'one member per interval is enough if the group gains this much: each batch of work keeps a buffer',
    test: ofWalk('one new member in every interval piles up, if it is large'),
  },
  agreeingIntervals: {
    value: 3,
    unit: 'intervals',
    why: 'one member per interval is not chance if this many intervals agree',
    test: ofWalk('one new member is enough, if three intervals agree'),
  },
  newbornShare: {
    value: 0.5,
    unit: 'share',
    why: 'the memory behind the members born in an interval must be this share of its growth: otherwise old members grow, and the search goes down to them',
    test: ofWalk('new members that carry half of the growth pile up'),
  },
  residueFrom: {
    value: 2048,
    unit: 'B',
    why: 'growth that no child explains is many small parts: any search leaves less than this per interval',
    test: ofWalk('growth in many small parts is told from two KiB on'),
  },
  residueShare: {
    value: 0.5,
    unit: 'share',
    why: 'the growth that no child explains must be this share: otherwise the children say more',
    test: ofWalk('growth in many small parts is told if it is half of all'),
  },
  residueMembers: {
    value: 4,
    unit: 'objects',
    why: 'many members with small parts just need them; a few members with small parts gather them',
    test: ofWalk('growth in many small parts is told of up to four members'),
  },
} satisfies Record<string, Parameter>;

/** Objects that hang below others of their own class, on ever other paths. */
export const treeParameters = {
  fewestLevels: {
    value: 4,
    unit: 'objects',
    why: 'with fewer of one class below each other it is a record of records, not a tree',
    test: ofTrees('a tree has four levels below its top'),
  },
  fewestBirths: {
    value: 8,
    unit: 'objects',
    why: 'a growing tree gains branches in every interval; balancing moves fewer',
    test: ofTrees('a tree gains eight branches in every interval'),
  },
  leastBytes: {
    value: 1024,
    unit: 'B',
    why: 'less growth per interval is not followed, as for groups',
    test: ofTrees('a tree gains a KiB in every interval'),
  },
} satisfies Record<string, Parameter>;

export const following = valuesOf(followingParameters);
export const trees = valuesOf(treeParameters);
