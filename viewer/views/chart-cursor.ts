import { bytes, signedBytes } from '../../format/quantities.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { TimeChart } from '../layout/time-chart.ts';
import { capturesBrushed, nearest, stopsOf } from '../model/readout.ts';
import { withMinus } from '../model/signed.ts';
import { h } from './element.ts';
import type { TimeFigureInput } from './time-input.ts';
import { clock } from './time-plot.ts';

/** A pointer that moved less was a click. */
const leastDrag = 4;
/** How many moments PageUp and PageDown pass over. */
const page = 10;

/**
 * What lies over a chart: hovering reads the values, dragging brushes a stretch and so chooses the captures that are
 * compared. The arrow keys do the same, with Shift for the stretch.
 */
export class ChartCursor {
  readonly element: HTMLElement;
  readonly #input: TimeFigureInput;
  readonly #stops: readonly EpochMillis[];
  readonly #chosen = h('span', { class: 'chosen', hidden: true });
  readonly #line = h('span', { class: 'crosshair', hidden: true });
  readonly #brush = h('span', { class: 'brush', hidden: true });
  readonly #tip = h('span', { class: 'tip', hidden: true });
  #chart: TimeChart | undefined;
  #at: EpochMillis;
  /** Where a stretch began. */
  #anchor: EpochMillis | undefined;
  #downAt = 0;

  constructor(input: TimeFigureInput) {
    this.#input = input;
    this.#stops = stopsOf(input.lines.map(({ moments }) => moments));
    this.#at = this.#stops[this.#stops.length - 1];
    this.element = h(
      'div',
      {
        class: 'cursor',
        role: 'slider',
        tabindex: 0,
        'aria-label': `${input.title}: read values with the arrow keys${input.range === undefined ? '' : ', choose captures with Shift'}`,
        'aria-valuemin': 0,
        'aria-valuemax': this.#stops.length - 1,
        pointerdown: (event: PointerEvent) => this.#press(event),
        pointermove: (event: PointerEvent) => this.#move(this.#timeOf(event)),
        pointerup: (event: PointerEvent) => this.#release(event),
        pointerleave: () => this.#hide(),
        pointercancel: () => this.#hide(),
        blur: () => this.#hide(),
        keydown: (event: KeyboardEvent) => this.#key(event),
      },
      this.#chosen,
      this.#brush,
      this.#line,
      this.#tip,
    );
    this.#tell();
    input.range?.watch(() => this.#showChosen());
  }

  /** The chart that lies below now. */
  over(chart: TimeChart): void {
    this.#chart = chart;
    this.#hide();
    this.#showChosen();
  }

  #showChosen(): void {
    const { range } = this.#input;
    const [start, end] = range?.chosen?.map((capture) => range.captures[capture].at) ?? [];
    if (start === undefined || end === undefined) this.#chosen.hidden = true;
    else this.#span(this.#chosen, start, end);
  }

  #span(part: HTMLElement, start: EpochMillis, end: EpochMillis): void {
    const chart = this.#chart;
    if (chart === undefined) return;
    part.hidden = start === end;
    part.style.left = `${chart.xOf(start)}px`;
    part.style.width = `${chart.xOf(end) - chart.xOf(start)}px`;
  }

  #timeOf(event: PointerEvent): EpochMillis {
    return this.#chart?.timeAt(event.clientX - this.element.getBoundingClientRect().left) ?? this.#at;
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.element.setPointerCapture(event.pointerId);
    this.#anchor = this.#timeOf(event);
    this.#downAt = event.clientX;
  }

  #release(event: PointerEvent): void {
    const isDrag = Math.abs(event.clientX - this.#downAt) >= leastDrag;
    this.#at = this.#timeOf(event);
    if (isDrag) this.#choose();
    else this.#input.range?.choose(undefined);
    this.#anchor = undefined;
    this.#show();
  }

  #move(at: EpochMillis): void {
    this.#at = at;
    this.#show();
  }

  #key(event: KeyboardEvent): void {
    const { key, shiftKey } = event;
    if (key === 'Escape' && this.#input.range?.chosen !== undefined) {
      this.#input.range.choose(undefined);
      this.#anchor = undefined;
      this.#show();
    } else {
      const next = this.#stopFor(key);
      if (next === undefined) return;
      if (shiftKey) this.#anchor ??= this.#at;
      else this.#anchor = undefined;
      this.#move(next);
      if (shiftKey) this.#choose();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #stopFor(key: string): EpochMillis | undefined {
    const stops = this.#stops;
    const at = this.#place();
    const to = {
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      PageUp: at + page,
      PageDown: at - page,
      Home: 0,
      End: stops.length - 1,
    }[key];
    return to === undefined ? undefined : stops[Math.max(0, Math.min(stops.length - 1, to))];
  }

  #place(): number {
    return this.#stops.reduce(
      (best, stop, i) => (Math.abs(stop - this.#at) < Math.abs(this.#stops[best] - this.#at) ? i : best),
      0,
    );
  }

  /** Brushed from the place where it began to where it is now. */
  #choose(): void {
    const { range } = this.#input;
    const chosen = range === undefined ? undefined : capturesBrushed(range.captures, this.#stretch());
    if (chosen !== undefined) range?.choose(chosen);
  }

  #stretch(): readonly [EpochMillis, EpochMillis] {
    const anchor = this.#anchor ?? this.#at;
    return [Math.min(anchor, this.#at), Math.max(anchor, this.#at)];
  }

  #show(): void {
    this.#tell();
    const chart = this.#chart;
    if (chart === undefined) return;
    const x = chart.xOf(this.#at);
    this.#line.hidden = false;
    this.#line.style.left = `${x}px`;
    this.#span(this.#brush, ...this.#stretch());
    this.#tip.hidden = false;
    this.#tip.replaceChildren(...this.#words().map((words, i) => h(i === 0 ? 'strong' : 'span', {}, words)));
    const isRight = x > (chart.plot.left + chart.plot.right) / 2;
    this.#tip.style.left = isRight ? 'auto' : `${x + 8}px`;
    this.#tip.style.right = isRight ? `${this.element.clientWidth - x + 8}px` : 'auto';
  }

  #hide(): void {
    this.#anchor = undefined;
    for (const part of [this.#line, this.#brush, this.#tip]) part.hidden = true;
  }

  #tell(): void {
    this.element.setAttribute('aria-valuenow', String(this.#place()));
    this.element.setAttribute('aria-valuetext', this.#words().join(', '));
  }

  /** The time, and what each line says of it; of a stretch what changed. */
  #words(): string[] {
    const [start, end] = this.#stretch();
    const values = this.#input.lines.flatMap(({ name, moments }) => {
      const [first, last] = [nearest(moments, start), nearest(moments, end)];
      if (first === undefined || last === undefined) return [];
      return [
        `${name} ${start === end ? bytes(last.value) : withMinus(signedBytes(last.value - first.value))}`,
      ];
    });
    return [start === end ? clock(end) : `${clock(start)} to ${clock(end)}`, ...values];
  }
}
