import { type Parameter, valuesOf } from './parameter.ts';

const ofCandidates = (name: string) => ['analyzer/growth/slot-candidates.test.ts', name] as const;
const ofSlots = (name: string) => ['analyzer/growth/replaced-slots.test.ts', name] as const;
const ofTableCandidates = (name: string) => ['analyzer/growth/table-candidates.test.ts', name] as const;
const ofTables = (name: string) => ['analyzer/growth/growing-tables.test.ts', name] as const;

/** One value in one place: whether it is followed from capture to capture, and who says more of its growth. */
export const slotParameters = {
  followFrom: {
    value: 4096,
    unit: 'B',
    why: 'smaller values are many, and none can have gained 2 KiB in each of two intervals',
    test: ofCandidates('a value is followed from four KiB on'),
  },
  explainedShare: {
    value: 0.4,
    unit: 'share',
    why: 'if what piles up within a value is this share of its growth, the pile says more',
    test: ofSlots('a value is told if less than four tenths of its growth piles up'),
  },
  deeperShare: {
    value: 0.6,
    unit: 'share',
    why: 'if a place within a value gains this share of what is left to explain, the deeper one says more',
    test: ofSlots('a deeper value is told alone if it gains six tenths'),
  },
} satisfies Record<string, Parameter>;

/** The stores of containers whose entries are old, shared or numbers. */
export const tableParameters = {
  reportFrom: {
    value: 1024,
    unit: 'B',
    why: 'less growth of a store per interval is not reported, as for groups',
    test: ofTableCandidates('a store is asked about from a KiB per interval on'),
  },
  referencesPerWord: {
    value: 0.02,
    unit: 'share',
    why: 'above this, references fill the store, and its entries are counted; below, numbers fill it, which a snapshot does not show, and its size is judged. A Map that has just doubled its store has 0.14',
    test: ofTableCandidates('entries are counted if more than one word in fifty'),
  },
  explainedShare: {
    value: 0.5,
    unit: 'share',
    why: 'if what piles up is this share of the entries that a table gained, the pile says more',
    test: ofTables('a table is told if less than half of its new entries pile up'),
  },
} satisfies Record<string, Parameter>;

export const slotLimits = valuesOf(slotParameters);
export const tableLimits = valuesOf(tableParameters);
