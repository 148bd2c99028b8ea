import { type Parameter, valuesOf } from './parameter.ts';

const mebi = 1024 * 1024;
const ofRecording = (name: string) => ['analyzer/report/verdict-limits.test.ts', name] as const;
const ofLog = (name: string) => ['analyzer/report/triage-verdict.test.ts', name] as const;
const ofDeaths = (name: string) => ['analyzer/report/death-verdict.test.ts', name] as const;
const ofThreads = [
  'analyzer/report/unseen-threads.test.ts',
  'worker threads whose heaps no capture shows are growth if there are more at each of three captures',
] as const;

/** The verdict on a recording. */
export const verdictParameters = {
  explains: {
    value: 0.25,
    unit: 'share',
    why: 'suspects that explain less of a growth outside of the heap are not its cause',
    test: ofRecording('a suspect that explains just enough of a growth outside the heap'),
  },
  external: {
    value: 0.5,
    unit: 'share',
    why: 'a suspect of which more lies outside of the heap is a problem of external memory: that is what fills up',
    test: ofRecording('a suspect of which just half lies outside the heap'),
  },
  residentGain: {
    value: 4 * mebi,
    unit: 'B',
    why: 'less than this beside what captures took is what allocators do by themselves',
    test: ofRecording('resident memory that rose by just enough is told'),
  },
  heapGain: {
    value: 2 * mebi,
    unit: 'B',
    why: 'a heap that grew by less, without a holder, is start-up and compiled code',
    test: ofRecording('a heap that grew by just enough without a holder'),
  },
  heapGainShare: {
    value: 0.1,
    unit: 'share',
    why: 'of the heap at first: what a large heap gains without a holder has to stand out of it',
    test: ofRecording('a large heap that grew by just enough without a holder'),
  },
  untimedGain: {
    value: mebi,
    unit: 'B',
    why: 'snapshots without times are judged by the least gain of the heap in the ledger',
    test: ofRecording('snapshots without times that rise by just enough'),
  },
  unheld: {
    value: 0.5,
    unit: 'confidence',
    why: 'growth that no holder explains and no time tells the rate of may be work',
    test: ofRecording('a heap that grew by just enough without a holder'),
  },
  resting: {
    value: 0.5,
    unit: 'factor',
    why: 'each further silent interval halves the chance that a leak was merely resting',
    test: ofRecording('silence is the surer the more captures there are'),
  },
} satisfies Record<string, Parameter>;

/** The verdict on a ledger or on telemetry alone. */
export const triageParameters = {
  leastConfidence: {
    value: 0.05,
    unit: 'confidence',
    why: 'below this a trend says nothing: it would print as 0 %',
    test: ofLog('a trend that is just sure enough to be an answer'),
  },
  youngGeneration: {
    value: 32 * mebi,
    unit: 'B',
    why: 'scavenges would have freed more garbage than the young generation takes',
    decision: 'D-094',
    test: ofLog('a heap that rises by just more than the young generation takes'),
  },
  longUncollected: {
    value: 30 * 60_000,
    unit: 'ms',
    why: 'in so long a time collections show',
    decision: 'D-094',
    test: ofLog('a heap that rises for just long enough'),
  },
  uncollected: {
    value: 0.4,
    unit: 'confidence',
    why: 'what scavenges promoted may still be garbage',
    test: ofLog('a heap that rises by just more than the young generation takes'),
  },
  swingShare: {
    value: 0.25,
    unit: 'share',
    why: 'of resident memory: a process whose memory goes up by so much and comes back was seen to work',
    test: ofLog('resident memory that swings by just a share of itself'),
  },
  leastSwing: {
    value: 32 * mebi,
    unit: 'B',
    why: 'a small process swings by less, whatever it does',
    test: ofLog('resident memory that swings by just enough'),
  },
  collectedLater: {
    value: 128 * mebi,
    unit: 'B',
    why: 'V8 collects when it has to: a young heap grows by so much before anyone knows what of it is garbage, and with it the resident memory of a process of which nothing else is known',
    test: ofLog('resident memory that grows by just more than garbage'),
  },
  longEnough: {
    value: 600_000,
    unit: 'ms',
    why: 'in ten minutes a heap that is in use is collected',
    decision: 'D-049',
    test: ofLog('resident memory that grows for just long enough'),
  },
} satisfies Record<string, Parameter>;

/** What ends for want of memory prove. */
export const deathParameters = {
  one: {
    value: 0.4,
    unit: 'confidence',
    why: 'a heap that was full of live objects says what it was full of: a leak, or work above the limit',
    decision: 'D-053',
    test: ofDeaths('one end of a full heap'),
  },
  two: {
    value: 0.5,
    unit: 'confidence',
    why: 'two ends may be one job that needs too much, done twice',
    test: ofDeaths('two ends'),
  },
  more: {
    value: 0.7,
    unit: 'confidence',
    why: 'it takes more than two to say that it fills again; a nightly job that needs too much dies in the same way',
    test: ofDeaths('three ends'),
  },
  gainByAge: {
    value: 32 * mebi,
    unit: 'B',
    why: 'sizes of lives are compared with their ages only if these differ by so much',
    test: ofDeaths('lives that had just enough more the longer they lived'),
  },
} satisfies Record<string, Parameter>;

/** What is said beside a verdict, and of two of them. */
export const tellingParameters = {
  leastPulses: {
    value: 3,
    unit: 'pulses',
    why: 'two pulses have only the newest interval after the first, and its objects may be in flight',
    test: [
      'analyzer/report/pulse-trend.test.ts',
      'pulseTrend says nothing where only the newest interval is known',
    ],
  },
  worthARate: {
    value: 256 * 1024,
    unit: 'B',
    why: 'over the whole recording; less is what allocators do by themselves, and has no rate',
    test: ['analyzer/report/memory-text.test.ts', 'a gain that is just worth a rate'],
  },
  tolerance: {
    value: 1.25,
    unit: 'factor',
    why: 'two runs of one program differ by this much without any change to it',
    test: [
      'analyzer/report/compare-reports.test.ts',
      'two reports of one program are just within what two runs differ by',
    ],
  },
  enoughLooks: {
    value: 3,
    unit: 'moments',
    why: 'fewer looks at the number of threads have one interval, in which a pool may just have started',
    test: ofThreads,
  },
  pilesByChance: {
    value: 0.5,
    unit: 'factor',
    why: 'a rise in the number of threads by chance is as likely as not in each interval',
    test: ofThreads,
  },
} satisfies Record<string, Parameter>;

export const verdictLimits = valuesOf(verdictParameters);
export const triageLimits = valuesOf(triageParameters);
export const deathLimits = valuesOf(deathParameters);
export const tellingLimits = valuesOf(tellingParameters);
