import { printableLines } from '../../format/printable.ts';
import { codeSpans } from '../model/code-spans.ts';
import { type Child, h } from './element.ts';

/** Longer texts are cut after a few lines; hover to see all of them. */
const long = 120;
const longSentence = 600;

/** A sentence of the report, with its code in code's font. */
export function sentence(text: string): Child[] {
  return codeSpans(text).map((span) => {
    if (span.code) return h('code', {}, name(span.text));
    return span.text.length > longSentence ? name(span.text) : span.text;
  });
}

/** A name out of the heap. It may be right-to-left and must not turn the text around it. */
export function name(raw: string, className = ''): HTMLElement {
  const text = printableLines(raw);
  const classes = ['name', className, text.length > long ? 'long' : ''].filter(Boolean).join(' ');
  return h('bdi', { class: classes, title: text.length > long ? text : undefined }, text);
}

/** Read by screen readers only. */
export function unseen(text: string): HTMLElement {
  return h('span', { class: 'unseen' }, text);
}

export function list(items: readonly string[], className = 'points'): HTMLElement {
  return h(
    'ul',
    { class: className },
    items.map((item) => h('li', {}, sentence(item))),
  );
}

/** A section with its heading. */
export function section(title: string, ...children: readonly Child[]): HTMLElement {
  return h('section', {}, h('h2', {}, title), children);
}

/** Figures with their names. */
export function facts(pairs: readonly (readonly [string, Child] | undefined)[]): HTMLElement {
  return h(
    'dl',
    { class: 'facts' },
    pairs.flatMap((pair) =>
      pair === undefined ? [] : [h('div', {}, h('dt', {}, pair[0]), h('dd', {}, pair[1]))],
    ),
  );
}
