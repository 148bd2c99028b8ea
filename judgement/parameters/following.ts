import { type Parameter, valuesOf } from './parameter.ts';

const ofWalk = (name: string) => ['analyzer/growth/accumulation.test.ts', name] as const;
const ofTrees = (name: string) => ['analyzer/growth/trees.test.ts', name] as const;

/** Where growth is followed on its way down from the root, and where it accumulates. */
export const followingParameters = {
  followFrom: {
    value: 1024,
    unit: 'B',
    why: 'a group whose subtrees gain less per interval is not followed: an idle program makes some hundred bytes of each kind',
    test: ofWalk('a group that gains just enough is followed'),
  },
  leastBirths: {
    value: 2,
    unit: 'objects',
    why: 'so many members have to be born in every interval: one may be what replaced another',
    test: ofWalk('two new members in every interval pile up'),
  },
  largeGrowth: {
    value: 64 * 1024,
    unit: 'B',
    why: 'one member per interval is enough where the group gains this much: a buffer that is kept by each batch of work',
    test: ofWalk('one new member in every interval piles up, if it is large'),
  },
  agreeingIntervals: {
    value: 3,
    unit: 'intervals',
    why: 'one member per interval is told from chance where so many intervals agree',
    test: ofWalk('one new member is enough, if three intervals agree'),
  },
  newbornShare: {
    value: 0.5,
    unit: 'share',
    why: 'what hangs on the members that are born in an interval has to be this share of its growth: else old members grow, and the walk goes down to them',
    test: ofWalk('new members that carry half of the growth pile up'),
  },
  residueFrom: {
    value: 2048,
    unit: 'B',
    why: 'growth that no child explains is many small parts: less than this per interval is left of any walk',
    test: ofWalk('growth in many small parts is told from two KiB on'),
  },
  residueShare: {
    value: 0.5,
    unit: 'share',
    why: 'what the children leave unexplained has to be this share of the growth: else they say more',
    test: ofWalk('growth in many small parts is told if it is half of all'),
  },
  residueMembers: {
    value: 4,
    unit: 'objects',
    why: 'small parts of many members are what each of them needs; of a few members they are what these gather',
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
    why: 'a tree that grows gains branches in every interval; fewer are moved when it is balanced',
    test: ofTrees('a tree gains eight branches in every interval'),
  },
  leastBytes: {
    value: 1024,
    unit: 'B',
    why: 'as for groups: less growth per interval is not followed',
    test: ofTrees('a tree gains a KiB in every interval'),
  },
} satisfies Record<string, Parameter>;

export const following = valuesOf(followingParameters);
export const trees = valuesOf(treeParameters);
