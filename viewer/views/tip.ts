import { type Child, h } from './element.ts';

const gap = 14;
const margin = 8;

/** One line of a tip: what it is, and how much. */
export type TipFact = readonly [string, Child];

/** A title, then figures with their names. */
export function tipContent(title: Child, facts: readonly (TipFact | undefined)[]): Child[] {
  return [
    h('strong', {}, title),
    h(
      'dl',
      {},
      facts.flatMap((fact) =>
        fact === undefined ? [] : [h('div', {}, h('dt', {}, fact[0]), h('dd', {}, fact[1]))],
      ),
    ),
  ];
}

/** A tip beside the pointer, or beside what has the focus. */
export class Tip {
  readonly element = h('div', { class: 'tip', role: 'status', hidden: true });

  show(content: Child, x: number, y: number): void {
    this.element.replaceChildren(h('div', {}, content));
    this.element.hidden = false;
    this.move(x, y);
  }

  /** Stays within the window, and never under the pointer. */
  move(x: number, y: number): void {
    const { offsetWidth: width, offsetHeight: height, style } = this.element;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = x + gap + width > clientWidth - margin ? x - gap - width : x + gap;
    const top = y + gap + height > clientHeight - margin ? y - gap - height : y + gap;
    style.left = `${Math.max(margin, Math.min(left, clientWidth - margin - width))}px`;
    style.top = `${Math.max(margin, top)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
