import { describe, expect, it } from 'vitest';
import type { DominatorRow } from '../model/dominator-rows.ts';
import { type Box, icicle, nestedBoxes } from './boxes.ts';

interface Drawn {
  readonly retained: number;
  readonly kind?: DominatorRow['kind'];
  readonly kept?: boolean;
  readonly children?: readonly Drawn[];
}

function draw(
  { retained, kind = 'single', kept = false, children = [] }: Drawn,
  parent?: DominatorRow,
): DominatorRow {
  const row = {
    row: 0,
    parent,
    kind,
    kept,
    retained,
    children: [] as DominatorRow[],
  } as unknown as DominatorRow & {
    children: DominatorRow[];
  };
  row.children.push(...children.map((child) => draw(child, row)));
  return row;
}

const tree = draw({
  retained: 1000,
  children: [
    { retained: 500, kind: 'rest' },
    { retained: 300, children: [{ retained: 150 }, { retained: 150 }] },
    { retained: 100 },
    { retained: 1 },
  ],
});

function inside(box: Box<DominatorRow>, outer: Box<DominatorRow>): boolean {
  const most = 1e-6;
  return (
    box.x >= outer.x - most &&
    box.y >= outer.y - most &&
    box.x + box.width <= outer.x + outer.width + most &&
    box.y + box.height <= outer.y + outer.height + most
  );
}

describe('an icicle', () => {
  const boxes = icicle(tree, 1000, 20, 3);

  it('is as wide as what each row retains', () => {
    expect(boxes.map(({ row, width }) => [row.retained, Math.round(width)])).toEqual([
      [1000, 1000],
      [300, 300],
      [100, 100],
      [500, 500],
      [150, 150],
      [150, 150],
    ]);
  });

  it('puts what is left over last, and what is below beneath', () => {
    const rest = boxes.find(({ row }) => row.kind === 'rest')!;
    for (const { x, depth } of boxes) if (depth === 1) expect(x).toBeLessThanOrEqual(rest.x);
    for (const { y, depth } of boxes) expect(y).toBe(20 * depth);
  });

  it('leaves out what nobody could see, and what is too deep', () => {
    expect(boxes.some(({ row }) => row.retained === 1)).toBe(false);
    expect(icicle(tree, 1000, 20, 2).every(({ depth }) => depth < 2)).toBe(true);
  });
});

it('engine internals are one box behind the others until they are opened', () => {
  const heap = draw({
    retained: 100,
    children: [{ retained: 60, kind: 'engine', children: [{ retained: 50 }] }, { retained: 40 }],
  });
  expect(icicle(heap, 100, 20, 3).map(({ row, x }) => [row.retained, x])).toEqual([
    [100, 0],
    [40, 0],
    [60, 40],
  ]);
  expect(icicle(heap.children[0], 100, 20, 3).map(({ row }) => row.retained)).toEqual([60, 50]);
});

describe('a suspect that would be a sliver', () => {
  const withSuspect = draw({
    retained: 10_000,
    children: [{ retained: 9_000 }, { retained: 1, kept: true }, { retained: 1 }],
  });

  it.each([
    ['an icicle', icicle(withSuspect, 1000, 20, 3)],
    ['a treemap', nestedBoxes(withSuspect, 600, 400, 5)],
  ])('is wide enough to be seen and hit in %s, over the others', (_, drawn) => {
    const small = drawn.filter(({ row }) => row.retained === 1);
    expect(small).toHaveLength(1);
    expect(drawn.at(-1)).toBe(small[0]);
    expect(small[0].width).toBeGreaterThanOrEqual(9);
    expect(inside(small[0], drawn[0]) || drawn[0].height === 20).toBe(true);
  });
});

it('a treemap keeps every box inside its parent', () => {
  const boxes = nestedBoxes(tree, 600, 400, 5);
  const byRow = new Map(boxes.map((box) => [box.row, box]));
  for (const box of boxes) {
    const parent = box.row.parent === undefined ? undefined : byRow.get(box.row.parent);
    if (parent !== undefined) expect(inside(box, parent)).toBe(true);
  }
  expect(boxes.length).toBeGreaterThan(4);
});
