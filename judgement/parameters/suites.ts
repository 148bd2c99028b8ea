import { type Parameter, valuesOf } from './parameter.ts';

const ofBudget = (name: string) => ['probes/suite/look-budget.test.ts', name] as const;
const ofGains = (name: string) => ['analyzer/suites/class-gains.test.ts', name] as const;
const ofHolders = (name: string) => ['analyzer/suites/survivors/holders.test.ts', name] as const;

/** What is looked at closely in a suite of tests, and what is told of it. */
export const suiteParameters = {
  leastOfOnePlace: {
    value: 256 << 10,
    unit: 'B',
    why: 'a file is captured if one function of the project made so much of what it leaves: in 290 clean files it was at most 65 KiB but for some with about 150 KiB, whose error stacks made the runner read its source maps; planted leaks of 4,000 small objects had 850 KiB',
    test: ofBudget('captures what is much from one place, or too much for code'),
  },
  leastOfAllPlaces: {
    value: 2 << 20,
    unit: 'B',
    why: 'so much is captured wherever it comes from: clean files leave 0.2 MiB, and up to 1 MiB',
    test: ofBudget('captures what is much from one place, or too much for code'),
  },
  looks: {
    value: 20,
    unit: 'points',
    why: 'so many files are looked at whatever it costs: the test files of a small suite may take less time than looking at them',
    test: ofBudget('looks as long as looking keeps to its share'),
  },
  shareOfLooks: {
    value: 0.08,
    unit: 'share',
    why: 'of the time of the workers, for collections and profiles: with captures and their analysis all stays below 15 %',
    test: ofBudget('looks as long as looking keeps to its share'),
  },
  captures: {
    value: 5,
    unit: 'points',
    why: 'so many captures are taken whatever they cost: a small suite would have none otherwise, and in a large one a clean file or two may take the first',
    test: ofBudget('captures five files, then only as time allows'),
  },
  shareOfCaptures: {
    value: 0.03,
    unit: 'share',
    why: 'of the time of the workers, for further captures: their analysis takes as long again. The worst file so far may take twice that',
    test: ofBudget('captures five files, then only as time allows'),
  },
  nearLimit: {
    value: 0.7,
    unit: 'share',
    why: 'of the limit of the heap: a worker that comes so near may have no end at which to look',
    test: ofBudget('looks early at a worker that comes near its limit'),
  },
  leastGain: {
    value: 256 << 10,
    unit: 'B',
    why: 'of a runtime that only counts its objects by class: a file that leaves no more than this is not named, because compiled code and the results of its tests are as much',
    test: ofGains('accuses a file that leaves just enough, with what it leaves most of'),
  },
  filesForUsual: {
    value: 5,
    unit: 'points',
    why: 'there, of fewer files nobody can say what they usually leave',
    test: ofGains('leaves out what half of the files leave'),
  },
  sure: {
    value: 0.9,
    unit: 'confidence',
    why: 'it was born in the file and is alive when the file is over; a cache that later files use would look the same',
    test: ['analyzer/suites/suite-report.test.ts', 'says what a file leaves, and who holds it'],
  },
  leastHeld: {
    value: 128 << 10,
    unit: 'B',
    why: 'a holder of less is not named: it is a few samples, and the state of runners is as much',
    test: ofHolders('names a holder of just enough'),
  },
} satisfies Record<string, Parameter>;

export const suiteLimits = valuesOf(suiteParameters);
