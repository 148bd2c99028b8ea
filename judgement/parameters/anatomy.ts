import { type Parameter, valuesOf } from './parameter.ts';

const test = (file: string, name: string) => [`analyzer/${file}.test.ts`, name] as const;

/** What of a growing entry is told, and how far the search for it goes. */
export const anatomyParameters = {
  shortestName: {
    value: 3,
    unit: 'characters',
    why: 'minifiers give names of one or two letters, and people seldom do',
    test: test('paths/telling-names', 'a class name of three letters tells something, one of two does not'),
  },
  smallestPart: {
    value: 0.1,
    unit: 'share',
    why: 'a smaller part explains nothing of the growth',
    test: test('explain/anatomy/parts-of-entry', 'a part of a tenth is told, a smaller one is not'),
  },
  wrapperFrom: {
    value: 0.9,
    unit: 'share',
    why: 'an object without a telling class that keeps nearly all in one property only wraps it',
    test: test(
      'explain/anatomy/parts-of-entry',
      'an object that keeps nine tenths in one property is a wrapper',
    ),
  },
} satisfies Record<string, Parameter>;

export const anatomyLimits = valuesOf(anatomyParameters);
