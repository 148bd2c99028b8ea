import type { SourceExcerpt } from '../../format/page.ts';
import type { Suspect } from '../../format/report.ts';

/** Lines of source code, and what they have to do with the suspect. */
export interface SuspectExcerpt extends SourceExcerpt {
  readonly words: string;
  /** The number of the line that the place names. */
  readonly marked: number;
}

/** More are a wall of code. */
const mostExcerpts = 3;

/** The code that allocates what grows, and the code on the way to it, nearest to the growth first. */
export function excerptsOf(
  { path, allocations }: Suspect,
  excerpts: readonly SourceExcerpt[],
): readonly SuspectExcerpt[] {
  const sites = (allocations?.sites ?? []).map(({ frame: { function: name, file, line } }) => ({
    place: `${file}:${line}`,
    words: `${name} allocates it`,
  }));
  const steps = path
    .toReversed()
    .flatMap(({ location, name }) => (location === undefined ? [] : [{ place: location, words: name }]));
  const known = new Map(excerpts.map((excerpt) => [excerpt.place, excerpt]));
  const shown = new Map<string, SuspectExcerpt>();
  for (const { place, words } of [...sites.slice(0, 1), ...steps, ...sites.slice(1)]) {
    const excerpt = known.get(place);
    if (excerpt === undefined || shown.has(place)) continue;
    shown.set(place, { ...excerpt, words, marked: lineOf(place) });
    if (shown.size === mostExcerpts) break;
  }
  return [...shown.values()];
}

function lineOf(place: string): number {
  return Number(/:(\d+)/.exec(place)?.[1]);
}
