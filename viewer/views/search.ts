import { bytes, count, counted } from '../../format/quantities.ts';
import type { PageSource } from '../data/page-source.ts';
import { parseRoute, routeHash } from '../model/route.ts';
import { type SearchEntry, type SearchGroup, SearchIndex } from '../model/search-index.ts';
import { h } from './element.ts';
import { markMatches } from './marks.ts';
import { searchEntries } from './search-entries.ts';
import { name } from './texts.ts';

/** The term's key in the address. */
const key = 'q';

/** One search over everything in the page. It also marks matches on the screen behind it. */
export class Search {
  readonly element: HTMLElement;
  readonly #source: PageSource;
  readonly #main: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #list = h('div', {
    class: 'results',
    id: 'results',
    role: 'listbox',
    'aria-label': 'results',
    hidden: true,
  });
  readonly #status = h('p', { class: 'unseen', role: 'status' });
  readonly #summary = h('p', { class: 'summary', 'aria-hidden': 'true' });
  readonly #panel = h('div', { class: 'panel', hidden: true }, this.#summary, this.#list);
  #index: Promise<SearchIndex> | undefined;
  #options: HTMLElement[] = [];
  #active = -1;
  #turn = 0;

  constructor(source: PageSource, main: HTMLElement) {
    this.#source = source;
    this.#main = main;
    this.#input = h('input', {
      type: 'search',
      role: 'combobox',
      placeholder: 'search',
      'aria-label': 'search suspects, variables, classes, packages, functions and places',
      'aria-controls': 'results',
      'aria-expanded': 'false',
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      spellcheck: 'false',
      input: () => void this.#search(),
      focus: () => void this.#search(),
      keydown: (event: KeyboardEvent) => this.#onKey(event),
    });
    this.element = h(
      'search',
      { class: 'search' },
      h('label', { class: 'find' }, this.#input, h('kbd', { 'aria-hidden': 'true' }, '/')),
      this.#status,
      this.#panel,
    );
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget as Node | null)) this.#close();
    });
    document.addEventListener('keydown', (event) => this.#onPageKey(event), { capture: true });
    // Tables draw rows anew when they are sorted or filtered.
    let isWaiting = false;
    new MutationObserver(() => {
      if (isWaiting || this.#term === '') return;
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        this.mark();
      });
    }).observe(main, { childList: true, subtree: true });
  }

  /** After a screen was drawn: takes the term out of its address, and marks it there. */
  drawn(term: string | undefined): void {
    if (term !== undefined && term !== this.#term) this.#input.value = term;
    this.mark();
  }

  mark(): { boxes: number; rows: number } {
    return markMatches(this.#main, this.#term);
  }

  get #term(): string {
    return this.#input.value.trim();
  }

  async #search(): Promise<void> {
    const mine = ++this.#turn;
    this.#index ??= searchEntries(this.#source).then((entries) => new SearchIndex(entries));
    const index = await this.#index;
    if (mine !== this.#turn) return;
    const groups = index.find(this.#term);
    const marked = this.mark();
    this.#keepInAddress();
    if (this.#term === '' || document.activeElement !== this.#input) {
      this.#close();
      if (this.#term === '') this.#status.textContent = '';
      return;
    }
    const all = groups.reduce((sum, { found }) => sum + found, 0);
    const here = [
      marked.boxes > 0 ? counted(marked.boxes, 'box') : '',
      marked.rows > 0 ? counted(marked.rows, 'row') : '',
    ].filter(Boolean);
    const words = `${counted(all, 'result')}${here.length === 0 ? '' : `, ${here.join(' and ')} on this screen`}`;
    this.#status.textContent = words;
    this.#summary.textContent = words;
    this.#show(groups);
  }

  #show(groups: readonly SearchGroup[]): void {
    this.#options = [];
    this.#activate(-1);
    this.#list.replaceChildren(...groups.map((group) => this.#group(group)));
    this.#list.hidden = groups.length === 0;
    this.#panel.hidden = false;
    this.#input.setAttribute('aria-expanded', String(groups.length > 0));
  }

  #group({ kind, entries, found }: SearchGroup): HTMLElement {
    const more = found - entries.length;
    return h(
      'div',
      { role: 'group', 'aria-labelledby': `results-${kind}` },
      h(
        'p',
        { class: 'kind', id: `results-${kind}`, role: 'presentation' },
        kind,
        more > 0 ? h('span', { class: 'quiet' }, ` ${count(entries.length)} of ${count(found)}`) : undefined,
      ),
      entries.map((entry) => this.#option(entry)),
    );
  }

  #option(entry: SearchEntry): HTMLElement {
    const { title, detail, hash } = entry;
    const option = h(
      'div',
      {
        role: 'option',
        id: `result-${this.#options.length}`,
        'aria-selected': 'false',
        // Before the field loses the focus and closes the list.
        mousedown: (event: Event) => event.preventDefault(),
        click: () => this.#open(hash),
      },
      h('span', { class: 'title' }, name(title)),
      entry.kind === 'suspects' || detail === ''
        ? undefined
        : h('span', { class: 'quiet location' }, name(detail)),
      h('span', { class: 'size' }, bytes(entry.bytes)),
    );
    option.dataset.hash = hash;
    this.#options.push(option);
    return option;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') this.#activate(Math.min(this.#active + 1, this.#options.length - 1));
    else if (event.key === 'ArrowUp') this.#activate(Math.max(this.#active - 1, -1));
    else if (event.key === 'Enter') this.#enter();
    else if (event.key === 'Escape') this.#clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** `/` focuses the search, except in other fields. */
  #onPageKey(event: KeyboardEvent): void {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if ((event.target as Element | null)?.matches?.('input, textarea, select')) return;
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#input.focus();
    this.#input.select();
  }

  #activate(at: number): void {
    this.#options[this.#active]?.setAttribute('aria-selected', 'false');
    this.#active = at;
    const option = this.#options[at];
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option === undefined) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', option.id);
  }

  /** Opens the chosen result. Without a choice the marks stay and the focus returns to the screen. */
  #enter(): void {
    const hash = this.#options[this.#active]?.dataset.hash;
    if (hash !== undefined) this.#open(hash);
    else {
      this.#close();
      this.#main.querySelector<HTMLElement>('h1')?.focus();
    }
  }

  #open(hash: string): void {
    this.#close();
    this.#input.blur();
    location.hash = hash;
  }

  #clear(): void {
    this.#input.value = '';
    this.mark();
    this.#keepInAddress();
    this.#close();
    this.#input.blur();
  }

  #close(): void {
    this.#turn++;
    this.#panel.hidden = true;
    this.#list.hidden = true;
    this.#input.setAttribute('aria-expanded', 'false');
    this.#activate(-1);
  }

  #keepInAddress(): void {
    const route = parseRoute(location.hash);
    if ((route.state[key] ?? '') === this.#term) return;
    history.replaceState(null, '', routeHash({ ...route, state: { ...route.state, [key]: this.#term } }));
  }
}

/** The term that an address asks for. */
export function termIn(state: Readonly<Record<string, string>>): string | undefined {
  return state[key];
}
