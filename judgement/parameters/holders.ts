import { type Parameter, valuesOf } from './parameter.ts';

const ofHolders = (name: string) => ['analyzer/growth/holders.test.ts', name] as const;

/** Who is named as the holder of what piles up. */
export const holderParameters = {
  fewContainers: {
    value: 3,
    unit: 'objects',
    why: 'if entries are in more containers than this, the owner of all of them is named, not the fullest one',
    test: ofHolders('entries in four containers are held by their owner'),
  },
  commonShare: {
    value: 0.9,
    unit: 'share',
    why: 'the owner of many containers must dominate nearly all entries: some are always held elsewhere for a moment',
    test: ofHolders('an owner of nine tenths of the entries holds them'),
  },
  steadyShare: {
    value: 0.9,
    unit: 'share',
    why: 'a few containers that gain in every interval are named, and not what owns all, if they bring nearly all that every interval brings: what began lately holds its own',
    decision: 'D-166',
    test: ofHolders('a container of nine tenths of what every interval brings'),
  },
  leastShare: {
    value: 0.5,
    unit: 'share',
    why: 'of several holders that share entries, one that reaches fewer of them did not keep the others',
    test: ['analyzer/growth/joint-holders.test.ts', 'a holder of half of the entries is named'],
  },
  equal: {
    value: 0.98,
    unit: 'share',
    why: 'of several holders, one that reaches this share of what the best one reaches differs only by what was in flight: then the names are told in order',
    decision: 'D-305',
    test: [
      'analyzer/growth/order-of-holders.test.ts',
      'names are told in their order from 98 of 100 of the best share on',
    ],
  },
  asGood: {
    value: 0.9,
    unit: 'share',
    why: 'of several holders, one that reaches this share of what the best one reaches holds as much: then a name decides',
    test: [
      'analyzer/growth/order-of-holders.test.ts',
      'a name comes first from nine tenths of the best share on',
    ],
    decision: 'D-170',
  },
  mostContainers: {
    value: 300,
    unit: 'objects',
    why: 'more containers are not measured one by one in each capture, but by their owner, which is as good if entries are spread',
    test: ['analyzer/growth/owners.test.ts', 'up to 300 containers are weighed one by one'],
  },
} satisfies Record<string, Parameter>;

export const holderLimits = valuesOf(holderParameters);
