import { expect, it } from 'vitest';
import { type SearchEntry, SearchIndex, type SearchKind } from './search-index.ts';

const entry = (kind: SearchKind, title: string, bytes = 0, detail = ''): SearchEntry => ({
  kind,
  title,
  detail,
  hash: `#/${title}`,
  bytes,
});
const index = new SearchIndex([
  entry('classes', 'UserSession', 900),
  entry('classes', 'Session', 10),
  entry('classes', 'Session', 10),
  entry('classes', 'SessionHub', 20),
  entry('packages', 'express-session', 5),
  entry('places', 'src/agent.mjs:4', 5, 'Session'),
  ...Array.from({ length: 8 }, (_, i) => entry('functions', `session${i}`, i)),
]);

it('finds by kind, what begins with the text first and then the largest', () => {
  expect(
    index
      .find(' SESSION ')
      .map(({ kind, entries, found }) => [kind, found, entries.map(({ title }) => title)]),
  ).toEqual([
    ['classes', 3, ['SessionHub', 'Session', 'UserSession']],
    ['packages', 1, ['express-session']],
    ['functions', 8, ['session7', 'session6', 'session5', 'session4', 'session3']],
    ['places', 1, ['src/agent.mjs:4']],
  ]);
});

it('finds nothing for nothing', () => {
  expect(index.find('')).toEqual([]);
  expect(index.find('nowhere')).toEqual([]);
});
