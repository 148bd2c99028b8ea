import { expect, it } from 'vitest';
import type { PathsTable } from '../../format/page.ts';
import { filterChanges } from './changes.ts';
import { pathChanges } from './path-changes.ts';

/** Two captures: one count for capture 0, two for capture 1. */
const table: PathsTable = {
  strings: ['', 'hub.list[]', 'Session', 'src/agent.mjs', 'jobs[key]', 'Job', 'late'],
  columns: {
    expression: Uint32Array.of(1, 4, 6),
    module: Uint32Array.of(3, 3, 0),
    className: Uint32Array.of(2, 5, 5),
    counts: Uint32Array.of(10, 10, 5, 4, 0, 0, 0, 0, 1),
    bytes: Float64Array.of(100, 100, 50, 40, 0, 0, 0, 0, 8),
    retained: Float64Array.of(1000, 1500, 400, 0, 0, 8),
    paths: Uint32Array.of(1, 1, 1),
  },
};

const changes = pathChanges(table, 0, 1);

it('tell what became of each path, with what it retained before and after', () => {
  expect(changes[0]).toEqual({
    row: 0,
    expression: 'hub.list[]',
    module: 'src/agent.mjs',
    className: 'Session',
    paths: 1,
    before: 10,
    after: 15,
    fresh: 5,
    gone: 0,
    bytesBefore: 100,
    bytesAfter: 150,
    retainedBefore: 1000,
    retainedAfter: 1500,
  });
});

it.each([
  ['changed', ['hub.list[]', 'jobs[key]', 'late']],
  ['grown', ['hub.list[]', 'late']],
  ['new', ['late']],
  ['gone', ['jobs[key]']],
  ['all', ['hub.list[]', 'jobs[key]', 'late']],
] as const)('are filtered by what is %s', (filter, expected) => {
  expect(filterChanges(changes, filter).map(({ expression }) => expression)).toEqual(expected);
});
