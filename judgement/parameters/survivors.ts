import { type Parameter, valuesOf } from './parameter.ts';

const ofPulses = (name: string) => ['probes/session/series/pulse-growth.test.ts', name] as const;
const ofRounds = (name: string) => ['testing/leak-test/judge-rounds.test.ts', name] as const;

/** Survivors of each generation, as pulses count them in a program that nobody stops. */
export const pulseParameters = {
  laterPulses: {
    value: 3,
    unit: 'moments',
    why: 'an interval must outlive this many pulses before its survivors count as settled',
    test: ofPulses('is proven by a leak as soon as'),
  },
  leastSettled: {
    value: 3,
    unit: 'intervals',
    why: 'this many intervals must be settled: one that keeps everything may be start-up, two may be a cache that fills',
    test: ofPulses('is proven by a leak as soon as'),
  },
  leastCount: {
    value: 500,
    unit: 'objects',
    why: 'the engine itself keeps fewer of each interval: compiled code, feedback, the inspector',
    test: ofPulses('the number of survivors'),
  },
  leastBytes: {
    value: 16 * 1024,
    unit: 'B',
    why: 'as for their number',
    test: ofPulses('the bytes of survivors'),
  },
  settledShare: {
    value: 0.9,
    unit: 'share',
    why: 'an interval that still loses more than the rest of its survivors may end with none',
    test: ofPulses('the share that settled'),
  },
} satisfies Record<string, Parameter>;

/** Survivors of each round of a leak test, which does one operation again and again. */
export const roundParameters = {
  warmUpRounds: {
    value: 1,
    unit: 'intervals',
    why: 'lazy compilation and first connections are made in the first round, whatever the operation does',
    test: ofRounds('judges neither the first round'),
  },
  leastGenerations: {
    value: 3,
    unit: 'intervals',
    why: 'this many must be older than the newest one, which is partly in flight',
    test: ofRounds('says nothing of too few rounds'),
  },
  survivorsPerOperation: {
    value: 0.2,
    unit: 'share',
    why: 'fewer survivors per operation in any round mean no leak: a leak leaves some in every round',
    test: ofRounds('survivors per operation'),
  },
  ownSurvivors: {
    value: 8,
    unit: 'objects',
    why: 'the engine and the test runner keep a few objects a round, whatever the operation does',
    test: ofRounds('survivors of the engine'),
  },
  leastLeaking: {
    value: 0.7,
    unit: 'share',
    why: 'if there are fewer operations than own survivors, this share of the operations must leave something behind',
    test: ofRounds('few operations'),
  },
  bytesPerOperation: {
    value: 8,
    unit: 'B',
    why: 'values that grow by less than a word per operation do not leak: they are one object each',
    test: ofRounds('bytes per operation'),
  },
  fewestBytes: {
    value: 2048,
    unit: 'B',
    why: 'less growth than this per round is noise, however few the operations are',
    test: ofRounds('bytes per round'),
  },
  roundsForBytes: {
    value: 10,
    unit: 'intervals',
    why: 'bytes are judged only over the last rounds: the engine keeps optimizing code for a while',
    test: ofRounds('only the last rounds'),
  },
} satisfies Record<string, Parameter>;

export const pulses = valuesOf(pulseParameters);
export const rounds = valuesOf(roundParameters);
