import type { SuspectExcerpt } from '../model/suspect-excerpts.ts';
import { copyButton } from './copy-button.ts';
import { type Child, h } from './element.ts';
import { name, section, unseen } from './texts.ts';

/** The code around the places that matter to one suspect. */
export function excerptSection(excerpts: readonly SuspectExcerpt[]): Child {
  return excerpts.length === 0 ? undefined : section('source', excerpts.map(figure));
}

function figure({ place, first, lines, words, marked }: SuspectExcerpt): HTMLElement {
  return h(
    'figure',
    { class: 'excerpt' },
    h(
      'figcaption',
      {},
      h('span', {}, h('code', { class: 'location' }, name(place)), ' ', name(words)),
      copyButton(place, 'copy place'),
    ),
    h(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `lines of ${place}` },
      h(
        'pre',
        { dir: 'ltr' },
        lines.map((line, i) => codeLine(first + i, line, marked.includes(first + i))),
      ),
    ),
  );
}

function codeLine(number: number, line: string, isMarked: boolean): HTMLElement {
  return h(
    'code',
    { class: isMarked ? 'code-line marked' : 'code-line' },
    h('span', { class: 'line-number', 'aria-hidden': 'true' }, number),
    isMarked ? unseen('here: ') : undefined,
    line === '' ? '\n' : `${line}\n`,
  );
}
