import { expect, it } from 'vitest';
import type { Box } from './boxes.ts';
import { type Arrow, neighborOf } from './neighbors.ts';

interface Row {
  readonly name: string;
  readonly parent: Row | undefined;
}

const top: Row = { name: 'top', parent: undefined };
const left: Row = { name: 'left', parent: top };
const right: Row = { name: 'right', parent: top };
const below: Row = { name: 'below', parent: right };
const box = (row: Row, x: number, width: number, depth: number): Box<Row> => ({
  row,
  x,
  y: 20 * depth,
  width,
  height: 20,
  depth,
});
const boxes = [box(top, 0, 100, 0), box(right, 40, 60, 1), box(left, 0, 40, 1), box(below, 40, 10, 2)];

it.each<[string, Arrow, string]>([
  ['top', 'ArrowDown', 'right'],
  ['top', 'ArrowUp', 'top'],
  ['right', 'ArrowLeft', 'left'],
  ['left', 'ArrowLeft', 'left'],
  ['left', 'ArrowRight', 'right'],
  ['right', 'ArrowDown', 'below'],
  ['below', 'ArrowDown', 'below'],
  ['below', 'ArrowUp', 'right'],
])('from %s, %s leads to %s', (from, arrow, to) => {
  const at = boxes.find(({ row }) => row.name === from)!;
  expect(neighborOf(boxes, at, arrow).row.name).toBe(to);
});

it('turns up and down where callers stand below what they call', () => {
  expect(neighborOf(boxes, boxes[0], 'ArrowUp', true).row).toBe(right);
  expect(neighborOf(boxes, boxes[1], 'ArrowDown', true).row).toBe(top);
});
