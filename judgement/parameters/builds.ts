import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['judgement/builds.test.ts', name] as const;

/** When one build of a program leaves more behind than another. */
export const buildParameters = {
  fewestRounds: {
    value: 3,
    unit: 'rounds',
    why: 'two processes of each build may agree by chance, and their spread says nothing yet',
    test: test('asks for one more round'),
  },
  falseAlarm: {
    value: 0.001,
    unit: 'share',
    why: 'of comparisons of equal builds in which a measure may be called worse, over all rounds in which it is looked at',
    test: test('a difference that is just sure'),
  },
  missed: {
    value: 0.05,
    unit: 'share',
    why: 'of comparisons in which a measure may be called the same although it is worse by the tolerance',
    test: test('two builds that are just alike enough'),
  },
  tolerance: {
    value: 0.03,
    unit: 'share',
    why: 'of what the base leaves per operation: builds are the same once a larger difference is ruled out',
    test: test('what the base leaves behind may be exceeded'),
  },
  toleranceAlone: {
    value: 0.1,
    unit: 'share',
    why: 'the same where births cannot be told: stores that double at other times change the slope of the heap, by 2 % of what was kept in a Map',
    test: test('what the base leaves behind may be exceeded by more'),
  },
  sureShare: {
    value: 0.01,
    unit: 'share',
    why: 'of what the base leaves per operation: as much more may come from other code that does the same',
    test: test('a share of what the base leaves'),
  },
  fewestObjects: {
    value: 12,
    unit: 'objects',
    why: 'of one interval: changed code leaves a few more objects of the engine in each, whatever the operations do',
    test: test('objects of the engine'),
  },
  fewestBytes: {
    value: 2 * 1024,
    unit: 'B',
    why: 'of one interval, as for objects',
    test: test('bytes of the engine'),
  },
  fewestHeap: {
    value: 8 * 1024,
    unit: 'B',
    why: 'of one interval: the whole heap also grows and shrinks by stores that double and code that is dropped',
    test: test('bytes of the whole heap'),
  },
  alikeObjects: {
    value: 50,
    unit: 'objects',
    why: 'of one interval: builds are the same once a difference of this many is ruled out, of which processes of one build differ by less',
    test: test('objects that are ruled out'),
  },
  alikeBytes: {
    value: 16 * 1024,
    unit: 'B',
    why: 'of one interval, as for objects: what is compiled and when differs by kilobytes on a busy machine',
    test: test('bytes that are ruled out'),
  },
  alikeHeap: {
    value: 64 * 1024,
    unit: 'B',
    why: 'of one interval: what the whole heap may differ by in builds that are the same, as objects and bytes tell finer',
    test: test('bytes of the heap that are ruled out'),
  },
  alikeHeapAlone: {
    value: 16 * 1024,
    unit: 'B',
    why: 'of one interval, where births cannot be told: of 500 operations, one object each would be 24 KB',
    test: test('bytes of the heap alone that are ruled out'),
  },
} satisfies Record<string, Parameter>;

export const buildLimits = valuesOf(buildParameters);
