import type { SourceExcerpt } from '../../format/page.ts';
import type { Suspect } from '../../format/suspect.ts';

/** Lines of source code, and what they have to do with the suspect. */
export interface SuspectExcerpt extends SourceExcerpt {
  readonly words: string;
  /** The numbers of the lines that places name. */
  readonly marked: readonly number[];
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
  const shown: SuspectExcerpt[] = [];
  for (const { place, words } of [...sites.slice(0, 1), ...steps, ...sites.slice(1)]) {
    const excerpt = known.get(place);
    if (excerpt === undefined) continue;
    const [file, line] = parts(place);
    const at = shown.findIndex((one) => parts(one.place)[0] === file && hasLine(one, line));
    if (at === -1) {
      if (shown.length < mostExcerpts) shown.push({ ...excerpt, words, marked: [line] });
    } else if (!shown[at].marked.includes(line))
      shown[at] = { ...shown[at], marked: [...shown[at].marked, line] };
  }
  return shown;
}

function hasLine({ first, lines }: SourceExcerpt, line: number): boolean {
  return line >= first && line < first + lines.length;
}

function parts(place: string): readonly [file: string, line: number] {
  const [, file = place, line] = /^(.+?):(\d+)/.exec(place) ?? [];
  return [file, Number(line)];
}
