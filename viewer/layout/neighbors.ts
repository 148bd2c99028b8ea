import type { Box } from './boxes.ts';

export const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
export type Arrow = (typeof arrows)[number];

interface Linked<Row> {
  readonly parent: Row | undefined;
}

/**
 * The box that an arrow leads to: left and right to the next one of the same level, up and down to the next level.
 * @param rootAtBottom true if callers stand below what they call
 */
export function neighborOf<Row extends Linked<Row>>(
  boxes: readonly Box<Row>[],
  at: Box<Row>,
  arrow: Arrow,
  rootAtBottom = false,
): Box<Row> {
  if (arrow === 'ArrowLeft' || arrow === 'ArrowRight') {
    const level = boxes.filter(({ depth }) => depth === at.depth).sort((a, b) => a.x - b.x || a.y - b.y);
    return level[level.indexOf(at) + (arrow === 'ArrowLeft' ? -1 : 1)] ?? at;
  }
  const isOutward = (arrow === 'ArrowUp') !== rootAtBottom;
  if (isOutward) return boxes.find(({ row }) => row === at.row.parent) ?? at;
  // Layouts put the largest first, and what is left over last.
  return boxes.find(({ row }) => row.parent === at.row) ?? at;
}
