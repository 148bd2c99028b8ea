import { type Parameter, valuesOf } from './parameter.ts';

const test = (name: string) => ['analyzer/native/native-owners.test.ts', name] as const;

/** Who takes native memory. */
export const pageParameters = {
  leastGain: {
    value: 1024 * 1024,
    unit: 'B',
    why: 'what takes less in a recording is lost in what the runtime itself takes for its work',
    test: test('an owner that takes just enough'),
  },
  tellingShare: {
    value: 0.03,
    unit: 'share',
    why: 'a smaller share of the new memory explains nothing',
    test: test('an owner of just a telling share'),
  },
  namesVerdict: {
    value: 0.3,
    unit: 'share',
    why: 'a verdict names the first owner only if it takes this share of the new memory: of several alike, each is one line below',
    test: ['analyzer/report/native-owner-verdict.test.ts', 'an owner takes just enough to be named'],
  },
  explained: {
    value: 0.7,
    unit: 'share',
    why: 'if new pages explain less of what resident memory gained, the report says so: 94 to 96 % were seen for zlib and SQLite',
    test: test('pages that explain just enough'),
  },
} satisfies Record<string, Parameter>;

export const pageLimits = valuesOf(pageParameters);
