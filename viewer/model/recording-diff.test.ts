import { describe, expect, it } from 'vitest';
import type { ClassesTable, PageComparison, PageSide } from '../../format/page.ts';
import { changedSuspects, classDifferences, diffSentence, panelPairs } from './recording-diff.ts';

/** Classes in one capture: name, objects, bytes, and how many classes the row stands for. */
function table(...rows: readonly (readonly [string, number, number, number?])[]): ClassesTable {
  const strings = ['', ...rows.map(([name]) => name)];
  return {
    strings,
    columns: {
      name: Uint32Array.from(rows, (_, i) => i + 1),
      kind: new Uint32Array(rows.length),
      place: new Uint32Array(rows.length),
      counts: Uint32Array.from(rows, ([, objects]) => objects),
      bytes: Float64Array.from(rows, ([, , bytes]) => bytes),
      retained: new Float64Array(rows.length),
      classes: Uint32Array.from(rows, ([, , , classes = 1]) => classes),
    },
  };
}

describe('classes of two recordings', () => {
  it('are joined by name, and left out if they are alike', () => {
    const before = table(['Session', 10, 1000], ['Gone', 1, 24], ['Same', 5, 50], ['(rest)', 9, 90, 7]);
    const after = table(['Same', 5, 50], ['Session', 30, 3000], ['New', 2, 48]);
    expect(
      classDifferences(before, after).map(({ name, objectsBefore, objectsAfter, row }) => [
        name,
        objectsBefore,
        objectsAfter,
        row,
      ]),
    ).toEqual([
      ['Session', 10, 30, 1],
      ['Gone', 1, 0, undefined],
      ['New', 0, 2, 2],
    ]);
  });
});

const side = (fingerprints: readonly string[], heap: readonly number[] = []) =>
  ({
    report: { suspects: fingerprints.map((fingerprint) => ({ fingerprint })), verdict: {} },
    captures: heap.map((size, i) => ({ label: `${i}`, at: i, size })),
    pulses: [],
    limits: [],
  }) as unknown as PageSide;

const comparison = (
  worse: boolean,
  ...states: PageComparison['changes'][number]['state'][]
): PageComparison => ({
  before: side(['gone0']),
  worse,
  changes: states.map((state, i) => ({ state, fingerprint: `${state}${i}` })),
});

it('suspects are those of the later recording, and the earlier one has those that are gone', () => {
  const both = comparison(true, 'gone', 'new');
  const found = changedSuspects(both, side(['new1']));
  expect(found.map(({ suspect }) => suspect.fingerprint)).toEqual(['gone0', 'new1']);
});

it.each([
  [comparison(true, 'new', 'faster', 'gone', 'gone'), 'Worse: suspects: 1 new, 1 faster, 2 gone'],
  [comparison(false, 'same', 'slower'), 'Not worse: suspects: 1 slower, 1 the same'],
  [comparison(false), 'Not worse: no suspects before or after'],
])('%# is said in one sentence', (given, expected) => {
  expect(diffSentence(given)).toBe(expected);
});

it('charts of both have one scale', () => {
  expect(panelPairs(side([], [10, 40]), side([], [90, 20]))).toMatchObject([
    { before: { name: 'heap' }, after: { name: 'heap' }, most: 90 },
  ]);
  expect(panelPairs(side([]), side([], [90, 20]))[0].before).toBeUndefined();
});
