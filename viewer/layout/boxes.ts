import { hierarchy, partition, treemap, treemapSquarify } from 'd3-hierarchy';
import type { Bytes } from '../../format/units.ts';

/** Anything that is made of smaller things of its kind. */
export interface Sized<Row> {
  readonly parent: Row | undefined;
  readonly children: readonly Row[];
  /** Of it and all that is below. */
  readonly retained: Bytes;
  /** `rest`: what is left over, drawn last. `engine`: engine internals, folded and drawn just before that. */
  readonly kind: string;
  /** True for what is always drawn, however little it is: a suspect. */
  readonly kept?: boolean;
}

export interface Box<Row> {
  readonly row: Row;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Levels below the row that the picture starts at. */
  readonly depth: number;
}

/** Narrower boxes are not drawn: they are too small to see or click. */
const narrowest = 3;
/** Wide enough to see and click; these boxes lie over their neighbors. */
const narrowestKept = 9;
const mostBoxes = 5_000;

/** Levels from top to bottom, as wide as what they retain. */
export function icicle<Row extends Sized<Row>>(
  top: Row,
  width: number,
  rowHeight: number,
  levels: number,
): Box<Row>[] {
  const root = partition<Row>().size([width, rowHeight * levels])(sized(top, levels));
  // d3 shares the height among all levels there are; rows of one height are easier to read.
  return visible(
    root.descendants().map(({ data, x0, x1, depth }) => ({
      row: data,
      x: x0,
      y: depth * rowHeight,
      width: x1 - x0,
      height: rowHeight,
      depth,
    })),
    { width, height: rowHeight * levels },
  );
}

/** Boxes in boxes, as large as what they retain; a strip at the top of each one is left for its name. */
export function nestedBoxes<Row extends Sized<Row>>(
  top: Row,
  width: number,
  height: number,
  levels: number,
): Box<Row>[] {
  const root = treemap<Row>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingOuter(2)
    .paddingTop(17)
    .paddingInner(1)
    .round(true)(sized(top, levels));
  return visible(
    root.descendants().map(({ data, x0, x1, y0, y1, depth }) => ({
      row: data,
      x: x0,
      y: y0,
      width: x1 - x0,
      height: y1 - y0,
      depth,
    })),
    { width, height },
  );
}

function sized<Row extends Sized<Row>>(top: Row, levels: number) {
  // Engine internals are one box until they are opened.
  const isOpen = (row: Row) => row === top || row.kind !== 'engine';
  const children = (row: Row): readonly Row[] | undefined =>
    row.children.length > 0 && isOpen(row) && levelsBelow(top, row) < levels - 1 ? row.children : undefined;
  const root = hierarchy<Row>(top, children);
  // What a row retains is more than its children retain: the difference is its own.
  root.eachAfter((node) => {
    const below = (node.children ?? []).reduce((sum, child) => sum + child.value!, 0);
    (node as { value: number }).value = Math.max(below, node.data.retained);
  });
  return root.sort((a, b) => isAside(a.data) - isAside(b.data) || b.value! - a.value!);
}

/** Leftovers and engine internals come last. */
function isAside({ kind }: { readonly kind: string }): number {
  return kind === 'rest' ? 2 : kind === 'engine' ? 1 : 0;
}

function levelsBelow<Row extends Sized<Row>>(top: Row, row: Row): number {
  let levels = 0;
  for (let at: Row | undefined = row; at !== undefined && at !== top; at = at.parent) levels++;
  return levels;
}

function visible<Row extends Sized<Row>>(boxes: Box<Row>[], picture: Room): Box<Row>[] {
  const isWide = ({ width, height }: Box<Row>) => width >= narrowest && height >= narrowest;
  const wide = boxes.filter((box) => isWide(box));
  // Drawn last, over the others.
  const slivers = boxes.filter(
    ({ row, width, height }) => row.kept && Math.min(width, height) < narrowestKept,
  );
  const kept = new Set(slivers);
  const plain = wide.filter((box) => !kept.has(box));
  return [...largestOf(plain), ...slivers.map((box) => widened(box, picture))];
}

interface Room {
  readonly width: number;
  readonly height: number;
}

function widened<Row>(box: Box<Row>, picture: Room): Box<Row> {
  const width = Math.max(narrowestKept, box.width);
  const height = Math.max(narrowestKept, box.height);
  return {
    ...box,
    x: Math.min(box.x, picture.width - width),
    y: Math.min(box.y, picture.height - height),
    width,
    height,
  };
}

function largestOf<Row extends Sized<Row>>(boxes: Box<Row>[]): Box<Row>[] {
  if (boxes.length <= mostBoxes) return boxes;
  // The largest, but in the order they came in: parents are drawn under their children.
  const least = boxes.map(({ row }) => row.retained).sort((a, b) => b - a)[mostBoxes - 1];
  return boxes.filter(({ row }) => row.retained >= least).slice(0, mostBoxes);
}
