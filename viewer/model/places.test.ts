import { expect, it } from 'vitest';
import type { PageSummary } from '../../format/page.ts';
import { placesOf, rangeOf } from './places.ts';

const page = (captures: number, suspects: number, comparison?: object, tables: readonly string[] = []) =>
  ({
    tables,
    report: { suspects: Array.from({ length: suspects }, () => ({ fingerprint: 'aaaaaaaa' })) },
    captures: Array.from({ length: captures }, () => ({})),
    ...(comparison === undefined ? {} : { comparison }),
  }) as unknown as PageSummary;
const words = (summary: PageSummary) => placesOf(summary).map((place) => place.words);

it('are those that have something to show', () => {
  expect(words(page(4, 2))).toContain('suspects');
  expect(words(page(4, 2))).toContain('compare');
  expect(words(page(1, 0))).not.toContain('suspects');
  expect(words(page(1, 0))).not.toContain('compare');
  expect(words(page(4, 2, {}))[0]).toBe('diff');
  expect(words(page(4, 2))).not.toContain('packages');
  expect(words(page(4, 2))).not.toContain('allocations');
  const told = words(page(4, 2, undefined, ['packages', 'stacks']));
  expect(told).toContain('packages');
  expect(told).toContain('allocations');
});

it('keep the choice of captures', () => {
  const hashes = placesOf(page(4, 1)).map(({ hash }) => hash({ from: '1', to: '2' }));
  expect(hashes).toContain('#/?from=1&to=2');
  expect(hashes).toContain('#/compare?from=1&to=2');
  expect(hashes).toContain('#/suspect/aaaaaaaa');
  expect(rangeOf({ screen: 'compare', state: { from: '1', by: 'path' } })).toEqual({ from: '1' });
  expect(rangeOf({ screen: 'suspect', subject: 'a', state: {} })).toBeUndefined();
});
