import type { SourceExcerpt } from '../../format/page.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { ProgramCode } from '../analyze.ts';

const linesBefore = 2;
/** A place is the first line of a function or class: what it does stands below. */
const linesAfter = 8;
const longestLine = 160;
/** Lines of a minified script are no excerpt. */
const mostMinified = 1_000;
const mostPlaces = 60;
const mostCharacters = 32_000;
/** Sites beyond are rarely the answer. */
const mostSites = 3;

/** Names come out of the heap, which anyone may have written: nothing but source code is read for them. */
const isSource = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|coffee)$/i;

/**
 * A few lines around each place of the program that suspects name, if they are in a source map or in a file that is the
 * same as when the program started. Dependencies are left out.
 */
export function sourceExcerpts({ suspects }: Pick<Report, 'suspects'>, code: ProgramCode): SourceExcerpt[] {
  const excerpts: SourceExcerpt[] = [];
  let room = mostCharacters;
  for (const place of new Set(suspects.flatMap(placesOf))) {
    const excerpt = excerptAt(place, code);
    if (excerpt === undefined) continue;
    room -= excerpt.lines.join('\n').length;
    if (room < 0 || excerpts.length === mostPlaces) break;
    excerpts.push(excerpt);
  }
  return excerpts;
}

/** The nearest to the growth first. */
function placesOf({ path, holders, allocations }: Suspect): string[] {
  const steps = [path, ...holders.map((holder) => holder.path)].flatMap((way) => way.toReversed());
  const sites = (allocations?.sites ?? []).slice(0, mostSites).filter(({ frame }) => !frame.dependency);
  return [
    ...sites.map(({ frame: { file, line } }) => `${file}:${line}`),
    ...steps.flatMap(({ location }) => location ?? []),
  ];
}

function excerptAt(place: string, { sources, modules }: ProgramCode): SourceExcerpt | undefined {
  const [, file = '', number] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  const path = modules.pathNamed(file);
  if (path === undefined || !isSource.test(path) || path.includes('/node_modules/')) return undefined;
  const all = sources.writtenText(`file://${path}`)?.split(/\r?\n/);
  const line = Number(number);
  if (all === undefined || line < 1 || line > all.length) return undefined;
  const first = Math.max(1, line - linesBefore);
  const lines = all.slice(first - 1, line + linesAfter);
  if (lines.some(({ length }) => length > mostMinified)) return undefined;
  while (lines.at(-1)?.trim() === '') lines.pop();
  return { place, first, lines: lines.map(cut) };
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}
