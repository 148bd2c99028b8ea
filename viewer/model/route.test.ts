import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRoute, type Route, routeAbove, routeHash, screens } from './route.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const route: fc.Arbitrary<Route> = fc
  .record({
    screen: fc.constantFrom(...screens),
    subject: fc.option(text, { nil: undefined }),
    state: fc.dictionary(text, text).map((state) => ({ ...state })),
  })
  .map(({ screen, subject, state }) =>
    subject === undefined || screen === 'overview' ? { screen, state } : { screen, subject, state },
  );

describe('an address', () => {
  it('gives back every route it was made from', () => {
    fc.assert(
      fc.property(route, (before) => {
        expect(parseRoute(routeHash(before))).toEqual(before);
      }),
    );
  });

  it.each([
    ['', 'overview'],
    ['#', 'overview'],
    ['#/', 'overview'],
    ['#/nowhere/at/all', 'overview'],
    ['#/%E0%A4%A', 'overview'],
  ])('%j, which nobody understands, is the overview', (hash, screen) => {
    expect(parseRoute(hash).screen).toBe(screen);
  });

  it('leaves out state that says nothing', () => {
    expect(routeHash({ screen: 'compare', state: { find: '', from: '0' } })).toBe('#/compare?from=0');
  });
});

it.each([
  ['#/suspect/7f3a91c2', '#/'],
  ['#/dominators/12?picture=treemap', '#/dominators'],
  ['#/dominators', '#/'],
  ['#/packages/4?only=own', '#/packages'],
  ['#/allocations/17', '#/allocations'],
  ['#/object/41', '#/objects'],
  ['#/class/3', '#/objects'],
])('one level above %s is %s', (below, above) => {
  expect(routeHash(routeAbove(parseRoute(below)))).toBe(above);
});
