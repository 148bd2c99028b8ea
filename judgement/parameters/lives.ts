import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['analyzer/triage/process-lives.test.ts', name] as const;

/** Where one life of a process ends in a log, and the next one begins. */
export const lifeParameters = {
  startJitter: {
    value: 5_000,
    unit: 'ms',
    why: 'logs round times and ages to seconds: a start that moves by less is the same one',
    test: test('the lives of a process end where their start moved by just enough'),
  },
  longSilence: {
    value: 3,
    unit: 'factor',
    why: 'a log that is silent for this many of its usual steps has stopped',
    test: test('the lives of a process end at a silence that is just long enough'),
  },
  freshAtMost: {
    value: 1.25,
    unit: 'factor',
    why: 'a fresh process is about as large as it was at its first start',
    test: test('stretches from the start are cut where memory is just small enough'),
  },
  freshFall: {
    value: 0.5,
    unit: 'share',
    why: 'and it is much smaller than the previous process became',
    test: test('stretches from the start are cut where memory fell by just a large enough share'),
  },
  leastFall: {
    value: 32 * 1024 * 1024,
    unit: 'B',
    why: 'a collection frees less in a small process',
    test: test('stretches from the start are cut where memory fell by just enough'),
  },
} satisfies Record<string, Parameter>;

export const lifeLimits = valuesOf(lifeParameters);
