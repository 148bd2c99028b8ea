import { type Parameter, valuesOf } from './parameter.ts';

const ofBonds = (name: string) => ['analyzer/allocations/bonds.test.ts', name] as const;
const ofJoins = (name: string) => ['analyzer/allocations/join-limits.test.ts', name] as const;

/** What a call on a stack has to do with a suspect: how much each tie says by itself, from 0 to 1. */
export const bondParameters = {
  makesEntries: {
    value: 0.9,
    unit: 'weight',
    why: 'a constructor of the objects that pile up, or the function that contains their closures: exact about the object, not about its holder',
    test: ofBonds('a constructor of what piles up'),
  },
  reachesHolder: {
    value: 0.9,
    unit: 'weight',
    why: 'a function that can reach the holder: the snapshot shows it',
    decision: 'D-015',
    test: ofBonds('a function that has the holder at hand'),
  },
  perStep: {
    value: 0.1,
    unit: 'weight',
    why: 'each property between a function and the holder makes it less telling',
    test: ofBonds('a function that is two properties away'),
  },
  leastReaching: {
    value: 0.6,
    unit: 'weight',
    why: 'however many properties are between: it can still reach the holder, and its callers cannot',
    test: ofBonds('a function that is four properties away'),
  },
  callsOne: {
    value: 0.55,
    unit: 'weight',
    why: 'V8 samples an inlined call as its caller: a function that can call one that reaches the holder',
    test: ofBonds('a function that can call one with the holder at hand'),
  },
  samePlace: {
    value: 0.4,
    unit: 'weight',
    why: "a function of the holder's file, and nothing else ties the two",
    test: ofBonds('a function of the file of the holder'),
  },
  unnamed: {
    value: 0.5,
    unit: 'factor',
    why: "a function of the holder's file whose code is known but does not name the holder counts little",
    test: ofBonds('a function of the file whose code does not name the holder'),
  },
  namesAnother: {
    value: 0.3,
    unit: 'weight',
    why: 'all functions of a module can reach all of its variables: one whose code names another holder belongs to that holder',
    decision: 'D-072',
    test: ofBonds('a function whose code names another'),
  },
  namesTheWay: {
    value: 0.85,
    unit: 'factor',
    why: 'its code names what leads to the holder, but not the holder itself',
    test: ofBonds('a function whose code names the way'),
  },
  namesCaller: {
    value: 0.7,
    unit: 'weight',
    why: 'its code names a function that puts something into the holder, which the engine may have inlined',
    test: ofBonds('a function whose code calls one that has the holder at hand'),
  },
  namesHolder: {
    value: 0.5,
    unit: 'weight',
    why: 'its code names the holder, as one that is imported, and nothing in the heap ties the two',
    test: ofBonds('a function elsewhere whose code names the holder'),
  },
  tellingName: {
    value: 4,
    unit: 'characters',
    why: 'shorter names are everywhere, above all in minified code',
    test: ofBonds('a name that is just long enough'),
  },
  nearby: {
    value: 400,
    unit: 'lines',
    why: 'a function may have so many lines before a closure in it',
    test: ofBonds('a function that begins just near enough'),
  },
} satisfies Record<string, Parameter>;

/** Which stacks belong to a suspect, and how sure that is. */
export const joinParameters = {
  fewestSamples: {
    value: 3,
    unit: 'samples',
    why: 'fewer may be chance: they are not reported',
    test: ofJoins('just enough samples'),
  },
  answersFrom: {
    value: 0.5,
    unit: 'weight',
    why: 'a call with such a bond is responsible for the allocation, and its callers are not',
    decision: 'D-072',
    test: ofJoins('a bond that is just strong enough to answer'),
  },
  alike: {
    value: 0.05,
    unit: 'weight',
    why: 'bonds closer than this are equal, and amounts decide',
    test: ofJoins('bonds that are just alike'),
  },
  agreeing: {
    value: 2,
    unit: 'factor',
    why: 'amounts that differ by more do not agree: sampling and snapshots count objects in flight differently',
    test: ofJoins('amounts that just agree'),
  },
  beside: {
    value: 0.5,
    unit: 'share',
    why: 'of the strongest bond: next to calls that can reach the holder, other calls in its file are bystanders',
    test: ofJoins('a bond that is just strong enough beside the strongest'),
  },
  mostShare: {
    value: 1.5,
    unit: 'share',
    why: 'a site that samples this much of the growth also keeps other things alive',
    decision: 'D-071',
    test: ofJoins('a site of just not too much of the growth'),
  },
  mostShareAlone: {
    value: 3,
    unit: 'share',
    why: 'if nothing else feeds the suspect: a call that can reach its holder is told up to this, with less confidence',
    decision: 'D-205',
    test: ofJoins('a call at hand that is alone with too much'),
  },
  leastShare: {
    value: 0.1,
    unit: 'share',
    why: 'a site that samples less of the growth is not its origin',
    decision: 'D-071',
    test: ofJoins('a site of just enough of the growth'),
  },
  measured: {
    value: 0.5,
    unit: 'share',
    why: 'of growth outside the heap: sampling sees only the JavaScript heap',
    test: ofJoins('growth of which just enough is in the heap'),
  },
  likeAmounts: {
    value: 0.3,
    unit: 'weight',
    why: 'if only one suspect without a bond and one growing site have equal amounts, they may belong together',
    test: ofJoins('a site that is alike in amount'),
  },
  onlyOnes: {
    value: 0.25,
    unit: 'weight',
    why: 'if only one suspect and one growing site are left',
    test: ofJoins('a site that is left alone'),
  },
  chance: {
    value: 0.5,
    unit: 'factor',
    why: 'few samples have an error of 1/√n: this share of it lowers the confidence of a join',
    test: ofJoins('a join of few samples'),
  },
  agrees: {
    value: 0.05,
    unit: 'weight',
    why: 'bytes per interval that agree with the growth of the suspect support a join',
    test: ofJoins('amounts that just agree'),
  },
  disagrees: {
    value: -0.1,
    unit: 'weight',
    why: 'bytes that do not agree count twice as much against it, because they should agree',
    test: ofJoins('amounts that just agree'),
  },
  mostSure: {
    value: 0.95,
    unit: 'confidence',
    why: 'a stack names functions, not objects: a join is a correlation',
    test: ofJoins('a join is never surer'),
  },
  leastSure: {
    value: 0.05,
    unit: 'confidence',
    why: 'every join that is reported has some tie',
    test: ofJoins('a join is never less sure'),
  },
} satisfies Record<string, Parameter>;

/** Sites as a report shows them. */
export const siteReportParameters = {
  telling: {
    value: 0.85,
    unit: 'weight',
    why: 'from this bond on, a call makes the entries or can reach the holder, which a reader looks for first',
    test: ['analyzer/allocations/report-allocations.test.ts', 'a site whose bond is just telling'],
  },
  tellingWeight: {
    value: 2,
    unit: 'factor',
    why: 'multiplies its bytes in the order of sites: a much larger site still comes first',
    test: [
      'analyzer/allocations/report-allocations.test.ts',
      'a site of which a larger one is just not large enough',
    ],
  },
  perUntold: {
    value: 0.2,
    unit: 'weight',
    why: 'objects without a recorded stack do not show who allocated them: another site may have',
    test: [
      'analyzer/allocations/report-counted-stacks.test.ts',
      'counted stacks are as sure as they are many',
    ],
  },
  mostSure: {
    value: 0.99,
    unit: 'confidence',
    why: 'a stack says who allocated an object, not who keeps it',
    test: [
      'analyzer/allocations/report-counted-stacks.test.ts',
      'counted stacks are as sure as they are many',
    ],
  },
} satisfies Record<string, Parameter>;

export const bondStrengths = valuesOf(bondParameters);
export const joinLimits = valuesOf(joinParameters);
export const siteReportLimits = valuesOf(siteReportParameters);
