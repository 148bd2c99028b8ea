import type { PageCapture } from '../../format/page.ts';
import { routeHash } from '../model/route.ts';
import { h } from './element.ts';

export type Captures = readonly [from: number, to: number];
type State = Readonly<Record<string, string>>;

/** Which two captures are compared: brushed on a chart or chosen from lists, and kept in the address. */
export class CaptureRange {
  readonly captures: readonly PageCapture[];
  readonly #keep: (state: State) => void;
  readonly #watchers: (() => void)[] = [];
  #chosen: Captures | undefined;

  constructor(captures: readonly PageCapture[], { from, to }: State, keep: (state: State) => void) {
    this.captures = captures;
    this.#keep = keep;
    this.#chosen = chosenIn(captures, from, to);
  }

  /** Undefined until the reader chooses: then the first and the last capture are compared. */
  get chosen(): Captures | undefined {
    return this.#chosen;
  }

  choose(captures: Captures | undefined): void {
    this.#chosen = captures;
    this.#keep(captures === undefined ? {} : stateOf(captures));
    for (const tell of this.#watchers) tell();
  }

  /** @param tell is called at once, and with each new choice */
  watch(tell: () => void): void {
    this.#watchers.push(tell);
    tell();
  }
}

function chosenIn(captures: readonly PageCapture[], from = '', to = ''): Captures | undefined {
  const [first, last] = [Number(from || 0), Number(to || captures.length - 1)];
  const isChoice = from !== '' || to !== '';
  const fits = Number.isInteger(first) && Number.isInteger(last) && first >= 0 && last < captures.length;
  return isChoice && fits && first < last ? [first, last] : undefined;
}

function stateOf([from, to]: Captures): State {
  return { from: String(from), to: String(to) };
}

/** The same choice with the keyboard, and the way to what changed between the two. */
export function rangeLine(range: CaptureRange): HTMLElement {
  const last = range.captures.length - 1;
  const link = h('a', { 'data-item': true }, 'what changed between them');
  const all = h('button', { type: 'button', click: () => range.choose(undefined) }, 'all captures');
  const from = selectOf(range.captures.slice(0, -1), 0, (value) =>
    range.choose([value, Math.max(value + 1, current(range)[1])]),
  );
  const to = selectOf(range.captures.slice(1), 1, (value) =>
    range.choose([Math.min(value - 1, current(range)[0]), value]),
  );
  range.watch(() => {
    const [first, second] = current(range);
    from.value = String(first);
    to.value = String(second);
    all.hidden = range.chosen === undefined;
    link.setAttribute('href', routeHash({ screen: 'compare', state: stateOf([first, second]) }));
  });
  return h(
    'div',
    { class: 'range' },
    last > 1
      ? [h('label', {}, 'from ', from), h('label', {}, 'to ', to), h('span', {}, link), all]
      : h('span', {}, link),
    last > 1 && range.captures.every(({ at }) => at !== undefined)
      ? h('span', { class: 'quiet' }, 'or drag over a chart')
      : undefined,
  );
}

function current({ chosen, captures }: CaptureRange): Captures {
  return chosen ?? [0, captures.length - 1];
}

function selectOf(
  captures: readonly PageCapture[],
  first: number,
  choose: (capture: number) => void,
): HTMLSelectElement {
  return h(
    'select',
    { change: ({ target }: { target: HTMLSelectElement }) => choose(Number(target.value)) },
    captures.map(({ label }, i) => h('option', { value: first + i }, label)),
  );
}
