import type { Box } from '../layout/boxes.ts';
import { fitting } from '../layout/fitting.ts';
import { type Arrow, arrows, neighborOf } from '../layout/neighbors.ts';
import { type Child, h, svg } from './element.ts';
import { markable } from './marks.ts';
import { Tip } from './tip.ts';

interface Linked<Row> {
  readonly parent: Row | undefined;
}

export interface BoxPictureInput<Row extends Linked<Row>> {
  readonly boxes: readonly Box<Row>[];
  readonly width: number;
  readonly height: number;
  /** What the picture shows, for screen readers. */
  readonly label: string;
  readonly title: (row: Row) => string;
  /** What a search looks in. */
  readonly text: (row: Row) => string;
  /** Classes for its color. */
  readonly shade: (row: Row) => string;
  /** What the tip beside the pointer shows. */
  readonly tip: (row: Row) => Child;
  /** Absent if boxes lead nowhere. */
  readonly open?: (row: Row) => void;
  /** True for boxes in boxes, whose labels stand in a strip at the top. */
  readonly nested?: boolean;
  readonly rootAtBottom?: boolean;
}

const labelPadding = 10;
const lowestLabelled = 14;

/**
 * Boxes with a tip beside the pointer; a click opens them. On the keyboard, arrows move between boxes and Enter opens one.
 * A finger cannot hover: the first touch shows the tip, the second one opens.
 */
export function boxPicture<Row extends Linked<Row>>(input: BoxPictureInput<Row>): HTMLElement {
  const { boxes, width, height, label, open, tip: tell } = input;
  const tip = new Tip();
  const elements = new Map<Box<Row>, SVGGElement>();
  let current: Box<Row> | undefined;

  const choose = (box: Box<Row> | undefined) => {
    if (current !== undefined) elements.get(current)?.classList.remove('current');
    current = box;
    if (box !== undefined) elements.get(box)?.classList.add('current');
  };
  const tellAtPointer = (box: Box<Row>, { clientX, clientY }: PointerEvent) => {
    choose(box);
    tip.show(tell(box.row), clientX, clientY);
  };
  const tellAtBox = (box: Box<Row>) => {
    choose(box);
    const element = elements.get(box);
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const at = element?.getBoundingClientRect();
    if (at !== undefined) tip.show(tell(box.row), at.left + Math.min(at.width / 2, 40), at.bottom - 10);
  };
  const leave = () => {
    choose(undefined);
    tip.hide();
  };

  for (const box of boxes) {
    // A click without a pointer, as assistive technology sends it, opens at once.
    let wasTold = true;
    elements.set(
      box,
      drawBox(box, input, {
        // Comes before the click of a touch: the first one only shows the tip.
        pointerdown: (event: PointerEvent) => {
          wasTold = event.pointerType !== 'touch' || current === box;
          tellAtPointer(box, event);
        },
        pointermove: (event: PointerEvent) =>
          current === box ? tip.move(event.clientX, event.clientY) : tellAtPointer(box, event),
        click: () => {
          if (wasTold) open?.(box.row);
        },
      }),
    );
  }

  return h(
    'div',
    {
      class: 'picture',
      tabindex: 0,
      role: 'group',
      'aria-label': `${label} Arrow keys move between boxes${open === undefined ? '' : ', Enter opens a box'}.`,
      pointerleave: leave,
      blur: leave,
      focus: ({ target }: FocusEvent) => {
        if ((target as HTMLElement).matches(':focus-visible') && boxes.length > 0) tellAtBox(boxes[0]);
      },
      keydown: (event: KeyboardEvent) => {
        if (event.key === 'Enter' && current !== undefined) open?.(current.row);
        else if (event.key === 'Escape' && !tip.element.hidden) {
          leave();
          event.stopPropagation();
        } else if (arrows.includes(event.key as Arrow) && boxes.length > 0) {
          const at = current ?? boxes[0];
          tellAtBox(neighborOf(boxes, at, event.key as Arrow, input.rootAtBottom));
        } else return;
        event.preventDefault();
      },
    },
    svg(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label },
      ...elements.values(),
    ),
    tip.element,
  );
}

type Listeners = Readonly<Record<string, (event: PointerEvent) => void>>;

function drawBox<Row extends Linked<Row>>(
  { row, x, y, width, height }: Box<Row>,
  { title, text, shade, nested }: BoxPictureInput<Row>,
  listeners: Listeners,
): SVGGElement {
  const label = height >= lowestLabelled ? fitting(title(row), width - labelPadding) : '';
  const element = svg(
    'g',
    { class: `box ${shade(row)}`, ...listeners },
    svg('rect', {
      x: x + 0.5,
      y: y + 0.5,
      width: Math.max(1, width - 1),
      height: Math.max(1, height - 1),
      rx: 2,
    }),
    label === '' ? undefined : svg('text', { x: x + 5, y: nested ? y + 12.5 : y + 17 }, label),
  );
  markable(element, text(row));
  return element;
}

/**
 * As wide as the screen allows.
 * @param part of the screen that the picture's column has
 */
export function pictureWidth(part = 1): number {
  const main = document.querySelector('main');
  const style = main === null ? undefined : getComputedStyle(main);
  const padding =
    Number.parseFloat(style?.paddingLeft ?? '0') + Number.parseFloat(style?.paddingRight ?? '0');
  return Math.max(300, Math.floor(((main?.clientWidth ?? 1180) - padding) * part));
}
