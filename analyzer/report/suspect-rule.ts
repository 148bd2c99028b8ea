import { insidePackage, placeFrom } from '../../format/place.ts';
import type { PathStep, Suspect } from '../../format/suspect.ts';
import { expressionOf } from '../paths/expression.ts';

/** Why a suspect is not the reader's business now: wanted by the program, or a known fault of a dependency. */
export type RuleList = 'suppress' | 'libraryLeaks';

/** One entry of the configuration. */
export interface SuspectRule {
  readonly list: RuleList;
  /** Its place in the list, from 0. */
  readonly index: number;
  readonly by: 'fingerprint' | 'path' | 'package';
  /** A fingerprint, a pattern for holders in which `*` stands for anything, or the name of a package. */
  readonly matches: string;
  readonly reason: string;
}

/**
 * Whether the rule speaks of this suspect. A path or a package has to fit every holder: if something else holds
 * the growing objects too, clearing the known one would not end the growth.
 */
export function fits(rule: SuspectRule, suspect: Suspect): boolean {
  switch (rule.by) {
    case 'fingerprint':
      return suspect.fingerprint === rule.matches.toLowerCase();
    case 'path': {
      const pattern = patternOf(rule.matches);
      return holdersOf(suspect).every((names) => names.some((name) => pattern.test(name)));
    }
    case 'package':
      return pathsOf(suspect).every((path) => isOf(rule.matches, path));
  }
}

/** `sessions`, `src/agent.mjs:sessions`: the ways in which each holder can be written. */
function holdersOf(suspect: Suspect): readonly (readonly string[])[] {
  const { holders, path } = suspect;
  if (holders.length === 0) return [namesOf(expressionOf(path), path)];
  return holders.map((holder) => namesOf(holder.expression, holder.path.length > 0 ? holder.path : path));
}

function namesOf(expression: string, path: readonly PathStep[]): readonly string[] {
  const file = innermostFile(path);
  if (file === undefined) return [expression];
  // A rule may name a file by the end of its path.
  const ends = file.split('/').map((_, k, parts) => parts.slice(k).join('/'));
  return [expression, ...ends.map((end) => `${end}:${expression}`)];
}

function pathsOf({ holders, path }: Suspect): readonly (readonly PathStep[])[] {
  const known = holders.map((holder) => holder.path).filter((steps) => steps.length > 0);
  return known.length === 0 ? [path] : known;
}

function isOf(name: string, path: readonly PathStep[]): boolean {
  return insidePackage(innermostFile(path) ?? '')?.startsWith(`${name}/`) === true;
}

/** The file of the module or closure nearest to the holder; what piles up in it may come from anywhere. */
function innermostFile(path: readonly PathStep[]): string | undefined {
  for (const { kind, name, location } of path.toReversed()) {
    if (kind === 'entry') continue;
    if (location !== undefined) return placeFrom(location).file;
    if (kind === 'module') return name;
  }
  return undefined;
}

/** Only `*` is special: paths are full of brackets and dots. */
function patternOf(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}
