import { expect, it } from 'vitest';
import { groupObjects } from './object-groups.ts';
import type { ObjectRow } from './object-rows.ts';

const row = (id: number, name: string, text: string, retained: number) =>
  ({ id, name, text, retained, self: 10 }) as ObjectRow;

it('are of one class, one place and the same fields, the largest first', () => {
  const groups = groupObjects(
    [
      row(1, 'Session', 'a.mjs:1', 5),
      row(2, 'Session', 'a.mjs:1', 9),
      row(3, 'Session', 'b.mjs:1', 7),
      row(4, 'Session', 'a.mjs:1', 1),
    ],
    ({ id }) => (id === 4 ? '{ user }' : '{ id }'),
  );
  expect(
    groups.map(({ objects, retained, self, preview }) => [
      objects.map(({ id }) => id),
      retained,
      self,
      preview,
    ]),
  ).toEqual([
    [[2, 1], 9, 20, '{ id }'],
    [[3], 7, 10, '{ id }'],
    [[4], 1, 10, '{ user }'],
  ]);
});
