import { type Parameter, valuesOf } from './parameter.ts';

const mebi = 1024 * 1024;
const test = (name: string) => ['analyzer/autopsy/cause-of-death.test.ts', name] as const;

/** What ended a process, if nobody says it. */
export const causeParameters = {
  nearHeapLimit: {
    value: 0.85,
    unit: 'share',
    why: 'V8 gives up when collections free next to nothing, and the last sample is from some seconds before',
    decision: 'D-171',
    test: test('a heap that is just near enough to its limit'),
  },
  youngReserve: {
    value: 192 * mebi,
    unit: 'B',
    why: 'the limit that V8 reports has room for the young generation in it, which does not hold what lives on',
    decision: 'D-171',
    test: test('the young generation is no room for what lives on'),
  },
  fullForTable: {
    value: 0.75,
    unit: 'share',
    why: 'below this, a heap whose largest table could not double has been killed from outside more often',
    decision: 'D-185',
    test: test('a heap without room for a table of twice the size'),
  },
  heapGoesOn: {
    value: 30_000,
    unit: 'ms',
    why: 'a heap that grew until its last sample went on so for a while, and nobody knows it for longer',
    decision: 'D-185',
    test: test('a heap that went on growing for just so long unseen'),
  },
  fewestForRate: {
    value: 4,
    unit: 'samples',
    why: 'with fewer, the lowest of each half is a sample of chance: a heap is a saw of garbage',
    decision: 'D-185',
    test: test('a heap of which just enough samples tell how fast it grew'),
  },
  nearGroupLimit: {
    value: 0.9,
    unit: 'share',
    why: 'the kernel kills at the limit, and the last sample is from some seconds before',
    decision: 'D-171',
    test: test('a control group that is just near enough to its limit'),
  },
  told: {
    value: 0.99,
    unit: 'confidence',
    why: 'who ended it wrote it down',
    decision: 'D-171',
    test: test('what is told is surer than what is concluded'),
  },
  counted: {
    value: 0.9,
    unit: 'confidence',
    why: 'the kernel counted a kill in its control group at that moment, perhaps of another process of the group',
    decision: 'D-171',
    test: test('what is told is surer than what is concluded'),
  },
  concluded: {
    value: 0.7,
    unit: 'confidence',
    why: 'a process near its limit may be killed for something else',
    decision: 'D-171',
    test: test('what is told is surer than what is concluded'),
  },
} satisfies Record<string, Parameter>;

/** What counts as one death, and what tells of its growth. */
export const deathEvidenceParameters = {
  sameDeath: {
    value: 10_000,
    unit: 'ms',
    why: 'systemd, Docker and shells tell of a death within this time of the kernel or V8',
    decision: 'D-171',
    test: [
      'analyzer/triage/telemetry/one-death.test.ts',
      'two that tell of a death are just near enough in time',
    ],
  },
  leastSeen: {
    value: 0.1,
    unit: 'share',
    why: 'of a life: samples of less tell nothing of its growth, as those in the last words of V8',
    decision: 'D-173',
    test: ['analyzer/autopsy/growth-of-life.test.ts', 'samples that cover just enough of a life'],
  },
  mostOfGain: {
    value: 0.5,
    unit: 'share',
    why: 'of what all parts gained: a part that gained less did not fill memory up alone',
    decision: 'D-173',
    test: ['analyzer/autopsy/growth-of-life.test.ts', 'a part that gained just half of all'],
  },
} satisfies Record<string, Parameter>;

export const deathEvidenceLimits = valuesOf(deathEvidenceParameters);

const ofHolders = (name: string) => ['analyzer/autopsy/holders.test.ts', name] as const;

/** Who held the memory of a process that is dead. */
export const deadHolderParameters = {
  bySites: {
    value: 0.5,
    unit: 'confidence',
    why: 'sampling names the call that allocates, and not the object that holds',
    decision: 'D-173',
    test: ofHolders('a call that allocates is less sure than a holder'),
  },
  byOneSnapshot: {
    value: 0.9,
    unit: 'confidence',
    why: 'one snapshot tells no growth: what fills most of a heap that died of it may be what it needs',
    decision: 'D-173',
    test: ofHolders('the largest holder of one snapshot is as sure as its share'),
  },
} satisfies Record<string, Parameter>;

export const deadHolderLimits = valuesOf(deadHolderParameters);
export const causeLimits = valuesOf(causeParameters);
