import type { Bytes } from '../../format/units.ts';

export const searchKinds = ['suspects', 'variables', 'classes', 'packages', 'functions', 'places'] as const;
export type SearchKind = (typeof searchKinds)[number];

/** One thing that a search can find. */
export interface SearchEntry {
  readonly kind: SearchKind;
  readonly title: string;
  /** What else is known of it, and found too. */
  readonly detail: string;
  /** Where it leads. */
  readonly hash: string;
  readonly bytes: Bytes;
}

export interface SearchGroup {
  readonly kind: SearchKind;
  readonly entries: readonly SearchEntry[];
  /** How many there are in all. */
  readonly found: number;
}

const mostOfKind = 5;

interface Indexed {
  readonly entry: SearchEntry;
  readonly title: string;
  readonly text: string;
}

/** Finds what contains a text, whatever its case. */
export class SearchIndex {
  readonly #entries: readonly Indexed[];

  /** Of several with one title and one target, the first counts. */
  constructor(entries: readonly SearchEntry[]) {
    const seen = new Set<string>();
    this.#entries = entries
      .filter(({ kind, title, detail }) => {
        const key = `${kind}\n${title}\n${detail}`;
        return title !== '' && !seen.has(key) && seen.add(key);
      })
      .map((entry) => ({
        entry,
        title: entry.title.toLowerCase(),
        text: `${entry.title} ${entry.detail}`.toLowerCase(),
      }));
  }

  /** By kind; within a kind what begins with the text first, then the largest. */
  find(term: string): SearchGroup[] {
    const wanted = term.trim().toLowerCase();
    if (wanted === '') return [];
    const found = this.#entries.filter(({ text }) => text.includes(wanted));
    const rank = ({ title }: Indexed) => (title.startsWith(wanted) ? 0 : title.includes(wanted) ? 1 : 2);
    found.sort((a, b) => rank(a) - rank(b) || b.entry.bytes - a.entry.bytes);
    return searchKinds.flatMap((kind) => {
      const ofKind = found.filter(({ entry }) => entry.kind === kind);
      if (ofKind.length === 0) return [];
      return [{ kind, entries: ofKind.slice(0, mostOfKind).map(({ entry }) => entry), found: ofKind.length }];
    });
  }
}
