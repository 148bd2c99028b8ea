import { type Parameter, valuesOf } from './parameter.ts';

const ofFolder = (name: string) => ['probes/suite/evidence-folder.test.ts', name] as const;
const ofHolders = (name: string) => ['analyzer/suites/survivors/holders.test.ts', name] as const;

/** What is looked at closely in a suite of tests, and what is told of it. */
export const suiteParameters = {
  leastSurviving: {
    value: 256 << 10,
    unit: 'B',
    why: 'a file that leaves less is not captured: compiled code and the results of its tests are as much',
    test: ofFolder('captures a file that leaves just enough'),
  },
  captures: {
    value: 3,
    unit: 'points',
    why: 'so many captures are taken whatever they cost: a small suite would have none otherwise',
    test: ofFolder('captures three files, then only as time allows'),
  },
  shareOfTime: {
    value: 0.05,
    unit: 'share',
    why: 'of the time of the suite, for further captures: with sampling, collections and the analysis it stays below 15 %',
    test: ofFolder('captures three files, then only as time allows'),
  },
  muchMore: {
    value: 1.5,
    unit: 'factor',
    why: 'a file that leaves this many times what every captured file left is captured whatever it costs: the worst one is never missed for want of time',
    test: ofFolder('captures a file that leaves much more than all before'),
  },
  filesForUsual: {
    value: 5,
    unit: 'points',
    why: 'of fewer files nobody can say what they usually leave',
    test: ofFolder('leaves out what files usually leave'),
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
